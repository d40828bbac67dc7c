using Microsoft.Extensions.AI;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What only some attempts have: those that stream, fail, or leave their usage to be estimated. Kept apart, so that the others stay small.</summary>
internal sealed class AttemptExtras
{
    public StreamUsage? StreamUsage { get; set; }

    public List<AIContent>? Delivered { get; set; }

    public TimeSpan? TimeToFirstUpdate { get; set; }

    public long? ReportedTotal { get; set; }

    public decimal? ReportedCost { get; set; }

    public Exception? Error { get; set; }
}
