using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Repricing;

/// <summary>What an attempt costs now in one currency, and the way from there to another cost.</summary>
internal readonly struct CurrencyBalance
{
    private readonly ExactSum _list;
    private readonly ExactSum _effective;
    private readonly ImmutableArray<CostLine> _lines;

    private CurrencyBalance(ExactSum list, ExactSum effective, ImmutableArray<CostLine> lines)
    {
        _list = list;
        _effective = effective;
        _lines = lines;
    }

    /// <summary>Adds up an attempt and its corrections.</summary>
    public static CurrencyBalance Of(IEnumerable<LedgerEntry> entries, string currency)
    {
        CostBreakdown[] costs = [.. entries.Select(static entry => entry.Cost).Where(cost => cost.Currency == currency)];
        return new CurrencyBalance(
            ExactSum.Of(costs.Select(static cost => cost.List ?? 0m)),
            ExactSum.Of(costs.Select(static cost => cost.Effective ?? 0m)),
            WithoutReversals(costs.SelectMany(static cost => cost.Lines)));
    }

    /// <summary>Gets the list cost that is missing.</summary>
    public decimal ListTo(CostBreakdown? target) => Difference(target?.List ?? 0m, _list);

    /// <summary>Gets the effective cost that is missing.</summary>
    public decimal EffectiveTo(CostBreakdown? target) => Difference(target?.Effective ?? 0m, _effective);

    /// <summary>Gets the lines that take back the bill and write the new one. Lines that are on both are on neither.</summary>
    public ImmutableArray<CostLine> LinesTo(CostBreakdown? target) => WithoutReversals([.. _lines.Select(Reversed), .. target?.Lines ?? []]);

    private static decimal Difference(decimal target, ExactSum balance)
    {
        ExactSum difference = ExactSum.Of(target);
        difference.Subtract(balance);
        return difference.ToDecimal();
    }

    private static CostLine Reversed(CostLine line) => line with { Quantity = -line.Quantity };

    private static ImmutableArray<CostLine> WithoutReversals(IEnumerable<CostLine> lines)
    {
        List<CostLine> kept = [];
        foreach (CostLine line in lines)
        {
            if (!kept.Remove(Reversed(line)))
            {
                kept.Add(line);
            }
        }

        return [.. kept];
    }
}
