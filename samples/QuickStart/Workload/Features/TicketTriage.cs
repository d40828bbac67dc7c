using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Support sorts messages with a small model that fills a form.</summary>
internal sealed class TicketTriage() : Feature("support", "triage", 52)
{
    private static readonly string Instructions = PromptFiles.Join("company", "triage");

    public override bool ForCustomers => true;

    public override async Task RunAsync(CallContext call, CancellationToken cancellationToken)
    {
        ChatResponse<Form> response = await call.Chat.GetResponseAsync<Form>(
            CallContext.Conversation(Instructions, Material.Ticket(call.Random)),
            new ChatOptions { ModelId = call.Models.Small, Reasoning = call.Models.IsLoopback ? new() { Effort = ReasoningEffort.Low } : null },
            cancellationToken: cancellationToken);
        _ = response.Result;
    }

    internal enum Category
    {
        Delivery,
        Refund,
        Repair,
        Payment,
        Account,
        Question,
    }

    internal enum Priority
    {
        Normal,
        High,
        Urgent,
    }

    internal sealed record Form(Category Category, Priority Priority, string? OrderId, bool NeedsHuman, string Summary);
}
