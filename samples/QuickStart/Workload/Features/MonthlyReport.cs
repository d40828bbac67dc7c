using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Finance has its monthly report drafted: few calls, long answers.</summary>
internal sealed class MonthlyReport() : Feature("finance", "monthly-report", 5)
{
    private static readonly string Instructions = PromptFiles.Join("company", "report");

    public override Task RunAsync(CallContext call, CancellationToken cancellationToken) => call.StreamAsync(
        CallContext.Conversation(Instructions, Material.Ledger(call.Random)),
        new ChatOptions { ModelId = call.Models.Frontier },
        cancellationToken);
}
