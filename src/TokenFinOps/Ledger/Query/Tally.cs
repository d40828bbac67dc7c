using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>Adds up entries of one currency. Adding tallies is the same as adding their entries, in any order.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class Tally
{
    private const byte StoredFormat = 2;
    private const byte WithoutCacheHits = 1;

    private TallyCounts _counts;
    private CostSums _costs;
    private LeverSums _levers;
    private KindSums _costsByKind;
    private KindSums _usage;
    private LogHistogram _durations;
    private LogHistogram _firstUpdates;
    private Int128 _ticks;

    /// <summary>Gets how many entries were added.</summary>
    public long Entries => _counts.Attempts + _counts.Corrections + _counts.CacheHits;

    /// <summary>Forgets what was added. Memory is kept, to be used again.</summary>
    public void Clear()
    {
        _counts = default;
        _costs = default;
        _levers = default;
        _costsByKind.Clear();
        _usage.Clear();
        _durations.Clear();
        _firstUpdates.Clear();
        _ticks = 0;
    }

    /// <summary>Adds an entry.</summary>
    public void Add(LedgerEntry entry)
    {
        _counts.Add(entry);
        _costs.Add(entry.Cost.List, entry.Cost.Effective, entry.BaselineCost);
        _levers.Add(entry.SavingsByLever);
        foreach (ref readonly CostLine line in entry.Cost.Lines.AsSpan())
        {
            _costsByKind.Add(line.Kind, line.Cost);
        }

        if (entry.Kind != LedgerEntryKind.Attempt)
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
        _costs.Add(other._costs);
        _levers.Add(other._levers);
        _costsByKind.Add(other._costsByKind);
        _usage.Add(other._usage);
        _durations.Add(other._durations);
        _firstUpdates.Add(other._firstUpdates);
        _ticks += other._ticks;
    }

    /// <summary>Writes the tally so that <see cref="Add(ReadOnlySpan{byte})"/> can add it.</summary>
    public void Write(ByteWriter writer)
    {
        writer.Byte(StoredFormat);
        _counts.Write(writer);
        _costs.Write(writer);
        _levers.Write(writer);
        _costsByKind.Write(writer);
        _usage.Write(writer);
        _durations.Write(writer);
        _firstUpdates.Write(writer);
        writer.Signed(_ticks);
    }

    /// <summary>Adds a tally that was written.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or were written by a later version.</exception>
    public void Add(ReadOnlySpan<byte> written)
    {
        var reader = new ByteReader(written);
        byte format = reader.Byte();
        if (format is not (StoredFormat or WithoutCacheHits))
        {
            throw new InvalidDataException("A stored sum has an unknown format: it was written by a later version of TokenFinOps, or is damaged.");
        }

        _counts.Add(ref reader, format == StoredFormat);
        _costs.Add(ref reader);
        _levers.Add(ref reader);
        _costsByKind.Add(ref reader);
        _usage.Add(ref reader);
        _durations.Add(ref reader);
        _firstUpdates.Add(ref reader);
        _ticks += reader.SignedWide();
    }

    /// <summary>Gets what a row is ranked by, or <see langword="null"/> when there is nothing to measure.</summary>
    public decimal? ValueOf(LedgerMeasure measure, UsageKind kind) => measure switch
    {
        LedgerMeasure.EffectiveCost => _costs.Effective.ToDecimal(),
        LedgerMeasure.ListCost => _costs.List.ToDecimal(),
        LedgerMeasure.BaselineCost => _costs.Baseline.ToDecimal(),
        LedgerMeasure.Savings => _costs.Savings.ToDecimal(),
        LedgerMeasure.CacheSavings => _levers.ToSavings().Cache,
        LedgerMeasure.RouterSavings => _levers.ToSavings().Router,
        LedgerMeasure.CompressorSavings => _levers.ToSavings().Compressor,
        LedgerMeasure.CostPerAttempt => LedgerTotals.Average(_costs.Effective.ToDecimal(), _counts.Attempts - _counts.Unpriced),
        LedgerMeasure.Attempts => _counts.Attempts,
        LedgerMeasure.CacheHits => _counts.CacheHits,
        LedgerMeasure.Unpriced => _counts.Unpriced,
        LedgerMeasure.Failed => _counts.Failed,
        LedgerMeasure.EstimatedShare => LedgerTotals.Average(_counts.EstimatedUsage, _counts.Attempts),
        LedgerMeasure.UnpricedShare => LedgerTotals.Average(_counts.Unpriced, _counts.Attempts),
        LedgerMeasure.FailedShare => LedgerTotals.Average(_counts.Failed, _counts.Attempts),
        LedgerMeasure.InputTokens => _usage[UsageKind.InputTokens],
        LedgerMeasure.OutputTokens => _usage[UsageKind.OutputTokens],
        LedgerMeasure.Usage => _usage[kind],
        LedgerMeasure.Duration => (decimal)_ticks,
        LedgerMeasure.DurationP50 => LatencyPercentiles.Of(_durations)?.P50.Ticks,
        LedgerMeasure.DurationP95 => LatencyPercentiles.Of(_durations)?.P95.Ticks,
        LedgerMeasure.DurationP99 => LatencyPercentiles.Of(_durations)?.P99.Ticks,
        LedgerMeasure.FirstUpdateP95 => LatencyPercentiles.Of(_firstUpdates)?.P95.Ticks,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not a measure; use a named member of LedgerMeasure."),
    };

    /// <summary>Gets the sums.</summary>
    public LedgerTotals ToTotals(string currency) => new()
    {
        Currency = currency,
        Attempts = _counts.Attempts,
        Corrections = _counts.Corrections,
        CacheHits = _counts.CacheHits,
        Unpriced = _counts.Unpriced,
        PartiallyPriced = _counts.PartiallyPriced,
        EstimatedUsage = _counts.EstimatedUsage,
        UnknownUsage = _counts.UnknownUsage,
        Failed = _counts.Failed,
        Cancelled = _counts.Cancelled,
        Abandoned = _counts.Abandoned,
        Compared = _counts.Compared,
        ListCost = _costs.List.ToDecimal(),
        EffectiveCost = _costs.Effective.ToDecimal(),
        BaselineCost = _costs.Baseline.ToDecimal(),
        Savings = _costs.Savings.ToDecimal(),
        SavingsByLever = _levers.ToSavings(),
        Usage = _usage.ToUsage(),
        ListCostByKind = _costsByKind.ToDictionary(),
        Duration = TimeSpan.FromTicks((long)Int128.Clamp(_ticks, long.MinValue, long.MaxValue)),
        DurationPercentiles = LatencyPercentiles.Of(_durations),
        TimeToFirstUpdate = LatencyPercentiles.Of(_firstUpdates),
    };
}
