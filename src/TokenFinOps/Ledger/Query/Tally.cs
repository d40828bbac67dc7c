using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>Adds up entries of one currency. Adding tallies is the same as adding their entries, in any order.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class Tally
{
    private TallyCounts _counts;
    private ExactSum _list;
    private ExactSum _baseline;
    private ExactSum _compared;
    private ExactSum _uncompared;
    private KindSums _usage;
    private KindSums _costs;
    private LogHistogram _durations;
    private LogHistogram _firstUpdates;
    private Int128 _ticks;

    private ExactSum Effective
    {
        get
        {
            ExactSum sum = _compared;
            sum.Add(_uncompared);
            return sum;
        }
    }

    private ExactSum Savings
    {
        get
        {
            ExactSum difference = _baseline;
            difference.Subtract(_compared);
            return difference;
        }
    }

    /// <summary>Gets how many entries were added.</summary>
    public long Entries => _counts.Attempts + _counts.Corrections;

    /// <summary>Adds an entry.</summary>
    public void Add(LedgerEntry entry)
    {
        _counts.Add(entry);
        AddCosts(entry.Cost, entry.BaselineCost);
        if (entry.Kind == LedgerEntryKind.Correction)
        {
            return;
        }

        _usage.Add(entry.Usage);
        _ticks += entry.Duration.Ticks;
        _durations.Add(entry.Duration);
        if (entry.TimeToFirstUpdate is { } first)
        {
            _firstUpdates.Add(first);
        }
    }

    /// <summary>Adds another tally.</summary>
    public void Add(Tally other)
    {
        _counts.Add(other._counts);
        _list.Add(other._list);
        _baseline.Add(other._baseline);
        _compared.Add(other._compared);
        _uncompared.Add(other._uncompared);
        _usage.Add(other._usage);
        _costs.Add(other._costs);
        _durations.Add(other._durations);
        _firstUpdates.Add(other._firstUpdates);
        _ticks += other._ticks;
    }

    /// <summary>Gets what a row is ranked by.</summary>
    public decimal ValueOf(LedgerMeasure measure) => measure switch
    {
        LedgerMeasure.EffectiveCost => Effective.ToDecimal(),
        LedgerMeasure.ListCost => _list.ToDecimal(),
        LedgerMeasure.Savings => Savings.ToDecimal(),
        LedgerMeasure.Attempts => _counts.Attempts,
        LedgerMeasure.Unpriced => _counts.Unpriced,
        LedgerMeasure.Failed => _counts.Failed,
        LedgerMeasure.InputTokens => _usage[UsageKind.InputTokens],
        LedgerMeasure.OutputTokens => _usage[UsageKind.OutputTokens],
        LedgerMeasure.Duration => (decimal)_ticks,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not a measure; use a named member of LedgerMeasure."),
    };

    /// <summary>Gets the sums.</summary>
    public LedgerTotals ToTotals(string currency) => new()
    {
        Currency = currency,
        Attempts = _counts.Attempts,
        Corrections = _counts.Corrections,
        Unpriced = _counts.Unpriced,
        PartiallyPriced = _counts.PartiallyPriced,
        EstimatedUsage = _counts.EstimatedUsage,
        UnknownUsage = _counts.UnknownUsage,
        Failed = _counts.Failed,
        Cancelled = _counts.Cancelled,
        Abandoned = _counts.Abandoned,
        Compared = _counts.Compared,
        ListCost = _list.ToDecimal(),
        EffectiveCost = Effective.ToDecimal(),
        BaselineCost = _baseline.ToDecimal(),
        Savings = Savings.ToDecimal(),
        Usage = _usage.ToUsage(),
        ListCostByKind = _costs.ToDictionary(),
        Duration = TimeSpan.FromTicks((long)Int128.Clamp(_ticks, long.MinValue, long.MaxValue)),
        DurationPercentiles = LatencyPercentiles.Of(_durations),
        TimeToFirstUpdate = LatencyPercentiles.Of(_firstUpdates),
    };

    private void AddCosts(CostBreakdown cost, decimal? baseline)
    {
        _list.Add(cost.List ?? 0m);
        foreach (ref readonly CostLine line in cost.Lines.AsSpan())
        {
            _costs.Add(line.Kind, line.Cost);
        }

        if (cost.Effective is not { } effective)
        {
            return;
        }

        if (baseline is { } known)
        {
            _baseline.Add(known);
            _compared.Add(effective);
        }
        else
        {
            _uncompared.Add(effective);
        }
    }
}
