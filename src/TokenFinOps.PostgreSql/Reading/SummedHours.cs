using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>The hours that a plan takes from sums, whichever sums: those whose entries it does not read one by one.</summary>
internal sealed class SummedHours(LedgerFilter filter, RollupPlan plan)
{
    private readonly RollupRange[] _single = [.. plan.Ranges.Where(static range => range.Level is null)];

    public long First { get; } = filter.From is { } from ? RollupPeriod.HourOf(from.UtcTicks) : 0;

    public long Last { get; } = filter.To is not { } to ? long.MaxValue : to.UtcTicks > 0 ? RollupPeriod.HourOf(to.UtcTicks - 1) : -1;

    public bool Contains(long hour) => hour >= First && hour <= Last && !Array.Exists(_single, range => hour >= range.From && hour < range.To);
}
