using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>What some rows of a ledger's report add up to, with tokens as an invoice bills them.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class LedgerSum
{
    private readonly ExactSum[] _partLists = new ExactSum[4];
    private ExactSum _effective;
    private ExactSum _list;

    public decimal Effective => _effective.ToDecimal();

    public decimal List => _list.ToDecimal();

    public TokenCounts Tokens { get; private set; }

    public long Attempts { get; private set; }

    public long Unpriced { get; private set; }

    public long EstimatedUsage { get; private set; }

    public void Add(LedgerTotals totals)
    {
        _effective.Add(totals.EffectiveCost);
        _list.Add(totals.ListCost);
        Tokens += CountsOf(totals.Usage);
        Attempts += totals.Attempts;
        Unpriced += totals.Unpriced;
        EstimatedUsage += totals.EstimatedUsage;
        foreach ((UsageKind kind, decimal cost) in totals.ListCostByKind)
        {
            if (kind.IsTokens())
            {
                _partLists[PartOf(kind)].Add(cost);
            }
        }
    }

    /// <summary>Gets what a token of a part costs, after discounts where those are compared; <see langword="null"/> when the ledger has none.</summary>
    public decimal? PriceOf(int part, ReconciliationBasis basis)
    {
        decimal count = part switch { 0 => Tokens.Input, 1 => Tokens.CacheRead, 2 => Tokens.CacheWrite, _ => Tokens.Output };
        decimal discount = basis == ReconciliationBasis.List || List == 0 ? 1m : Effective / List;
        return count <= 0 ? null : _partLists[part].ToDecimal() / count * discount;
    }

    private static int PartOf(UsageKind kind) =>
        kind.Direction() == UsageDirection.Output ? 3
        : kind == UsageKind.CacheReadTokens || kind.Ancestors().Contains(UsageKind.CacheReadTokens) ? 1
        : kind == UsageKind.CacheWriteTokens || kind.Ancestors().Contains(UsageKind.CacheWriteTokens) ? 2
        : 0;

    private static TokenCounts CountsOf(Usage usage)
    {
        decimal read = usage[UsageKind.CacheReadTokens];
        decimal write = Math.Max(usage[UsageKind.CacheWriteTokens], usage[UsageKind.CacheWrite5mTokens] + usage[UsageKind.CacheWrite1hTokens]);
        return new TokenCounts(Math.Max(0m, usage.InputTokens - read - write), read, write, usage.OutputTokens);
    }
}
