using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Finance reads invoices into a form.</summary>
internal sealed class InvoiceReading() : Feature("finance", "invoice-reading", 30)
{
    private static readonly string Instructions = PromptFiles.Join("company", "invoice");

    public override async Task RunAsync(CallContext call, CancellationToken cancellationToken)
    {
        ChatResponse<Booking> response = await call.Chat.GetResponseAsync<Booking>(
            CallContext.Conversation(Instructions, Material.Invoice(call.Random)),
            new ChatOptions { ModelId = call.Models.Classic },
            cancellationToken: cancellationToken);
        _ = response.Result;
    }

    internal sealed record Line(string Description, decimal Amount);

    internal sealed record Booking(string InvoiceNumber, string Supplier, string InvoiceDate, string Currency, decimal Net, int CostCentre, Line[] Lines, string? Note);
}
