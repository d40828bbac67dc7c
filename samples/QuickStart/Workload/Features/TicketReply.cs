using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Support answers a customer, streamed; the long instructions are the same every time.</summary>
internal sealed class TicketReply() : Feature("support", "reply", 62)
{
    private static readonly string Instructions = PromptFiles.Join("company", "reply");

    public override bool ForCustomers => true;

    public override Task RunAsync(CallContext call, CancellationToken cancellationToken) => call.StreamAsync(
        CallContext.Conversation(Instructions, Material.Ticket(call.Random)),
        new ChatOptions { ModelId = call.Models.Standard },
        cancellationToken);
}
