using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>A question to the ledger: which entries, grouped and divided how, in which order.</summary>
/// <remarks>
/// Reads as it is said: <c>LedgerQuery.ThisMonth().Where("env", "prod").GroupBy("team", "feature").Top(10)</c>. Immutable and thread-safe.
/// </remarks>
public sealed record LedgerQuery
{
    /// <summary>Gets the question for everything, in one row a currency.</summary>
    public static LedgerQuery All { get; } = new();

    /// <summary>Gets which entries are meant. The default is all.</summary>
    public LedgerFilter Filter { get; init; } = LedgerFilter.All;

    /// <summary>Gets the dimensions that each have a value in <see cref="LedgerRow.Keys"/>, in this order. The default is none.</summary>
    public ImmutableArray<LedgerDimension> Dimensions { get; init; } = [];

    /// <summary>Gets the levels that rows are summed up by; <see langword="null"/>, the default, is no subtotals. Set it by <see cref="Rollup(LedgerHierarchy)"/>.</summary>
    public LedgerHierarchy? Hierarchy { get; init; }

    /// <summary>Gets how time is divided. The default is not at all.</summary>
    public TimeBucket Bucket { get; init; }

    /// <summary>Gets the time zone of the time buckets. The default is UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets what ranks the rows, the largest first; <see langword="null"/>, the default, orders them by their keys.</summary>
    public LedgerMeasure? Measure { get; init; }

    /// <summary>Gets the usage kind that <see cref="LedgerMeasure.Usage"/> ranks by. The default is input tokens.</summary>
    public UsageKind MeasuredKind { get; init; } = UsageKind.InputTokens;

    /// <summary>Gets how many rows are wanted of every time bucket and currency; <see langword="null"/>, the default, is all.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets how many rows come before the page. The default is 0.</summary>
    public int Skip { get; init; }

    /// <summary>Gets how many rows the page has at most; <see langword="null"/>, the default, is all.</summary>
    public int? Take { get; init; }

    internal bool IsPerRequest => Filter.IsPerRequest || Dimensions.Any(static dimension => dimension.IsPerRequest);

    /// <summary>Asks for a period.</summary>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after it.</param>
    /// <returns>The question.</returns>
    /// <exception cref="ArgumentException">The period ends before it starts.</exception>
    public static LedgerQuery Between(DateTimeOffset from, DateTimeOffset to) => new() { Filter = LedgerFilter.Between(from, to) };

    /// <summary>Asks for the calendar month that it is now.</summary>
    /// <param name="time">The clock; <see langword="null"/> is the system's.</param>
    /// <param name="zone">The time zone whose month it is, which also becomes <see cref="TimeZone"/>; <see langword="null"/> is UTC.</param>
    /// <returns>The question.</returns>
    public static LedgerQuery ThisMonth(TimeProvider? time = null, TimeZoneInfo? zone = null)
    {
        var calendar = new BucketCalendar(TimeBucket.Month, zone ?? TimeZoneInfo.Utc);
        DateTimeOffset start = calendar.StartOf((time ?? TimeProvider.System).GetUtcNow());
        return Between(start, calendar.StartOf(start.AddDays(32))) with { TimeZone = calendar.Zone };
    }

    /// <summary>Adds a condition: a dimension has one of some values.</summary>
    /// <param name="dimension">The dimension; a string is a tag.</param>
    /// <param name="values">The values; <see langword="null"/> is an entry without a value.</param>
    /// <returns>The narrower question.</returns>
    /// <exception cref="ArgumentException">There are no values, or a value of a closed set is not a member of it.</exception>
    public LedgerQuery Where(LedgerDimension dimension, params IEnumerable<string?> values) => this with { Filter = Filter.Where(dimension, values) };

    /// <summary>Adds a condition: a dimension has none of some values.</summary>
    /// <param name="dimension">The dimension; a string is a tag.</param>
    /// <param name="values">The values; <see langword="null"/> is an entry without a value.</param>
    /// <returns>The narrower question.</returns>
    /// <exception cref="ArgumentException">There are no values, or a value of a closed set is not a member of it.</exception>
    public LedgerQuery WhereNot(LedgerDimension dimension, params IEnumerable<string?> values) => this with { Filter = Filter.WhereNot(dimension, values) };

    /// <summary>Asks for a row for every combination of values.</summary>
    /// <param name="dimensions">The dimensions; a string is a tag. They replace those of an earlier call, and a hierarchy.</param>
    /// <returns>The question.</returns>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    public LedgerQuery GroupBy(params ReadOnlySpan<LedgerDimension> dimensions)
    {
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i].Kind == DimensionKind.None)
            {
                throw LedgerDimension.NotADimension();
            }

            if (dimensions[..i].Contains(dimensions[i]))
            {
                throw new ArgumentException($"{dimensions[i].Name} is named twice; name it once.", nameof(dimensions));
            }
        }

        return this with { Dimensions = [.. dimensions], Hierarchy = null };
    }

    /// <summary>Asks for a row for every combination of values, and for a subtotal row at every level above.</summary>
    /// <param name="levels">The levels, the coarsest first; a string is a tag. They replace what was grouped by before.</param>
    /// <returns>The question.</returns>
    /// <exception cref="ArgumentException">There is no level, or one is named twice.</exception>
    public LedgerQuery Rollup(params ReadOnlySpan<LedgerDimension> levels) => Rollup(LedgerHierarchy.Of(levels));

    /// <summary>Asks for a row for every value of the finest level, and for a subtotal row at every level above.</summary>
    /// <param name="hierarchy">The levels. They replace what was grouped by before.</param>
    /// <returns>The question.</returns>
    public LedgerQuery Rollup(LedgerHierarchy hierarchy)
    {
        ArgumentNullException.ThrowIfNull(hierarchy);
        return this with { Dimensions = hierarchy.Dimensions, Hierarchy = hierarchy };
    }

    /// <summary>Asks for rows by hour, day, week, month, quarter or year.</summary>
    /// <param name="bucket">How time is divided.</param>
    /// <param name="zone">The time zone; <see langword="null"/> keeps <see cref="TimeZone"/>.</param>
    /// <returns>The question.</returns>
    public LedgerQuery By(TimeBucket bucket, TimeZoneInfo? zone = null) => this with { Bucket = bucket, TimeZone = zone ?? TimeZone };

    /// <summary>Asks for the rows with the largest values first.</summary>
    /// <param name="measure">What ranks the rows, within their time bucket and currency.</param>
    /// <returns>The question.</returns>
    public LedgerQuery OrderBy(LedgerMeasure measure) => this with { Measure = measure };

    /// <summary>Asks for the rows with the largest amounts of a usage kind first.</summary>
    /// <param name="kind">The kind, e.g. <see cref="UsageKind.CacheReadTokens"/>.</param>
    /// <returns>The question.</returns>
    public LedgerQuery OrderBy(UsageKind kind) => this with { Measure = LedgerMeasure.Usage, MeasuredKind = kind };

    /// <summary>
    /// Asks for the first rows only, of every time bucket and currency; the others are summed up in <see cref="LedgerReport.Rest"/>. In a hierarchy: for the first
    /// ones beneath every row.
    /// </summary>
    /// <param name="count">How many. Without <see cref="OrderBy(LedgerMeasure)"/> the dearest by effective cost.</param>
    /// <returns>The question.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public LedgerQuery Top(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return this with { Limit = count, Measure = Measure ?? LedgerMeasure.EffectiveCost };
    }

    /// <summary>Asks for some of the rows that there are, to show them page by page. It changes no sum: totals are those of all pages.</summary>
    /// <remarks>
    /// <see cref="Top"/> decides which rows there are, a page which of them are given. The order of rows is the same for every page, as long as the ledger is. Pages
    /// count all rows of the report, across time buckets and currencies and with subtotals; <see cref="LedgerReport.RowCount"/> says how many there are.
    /// </remarks>
    /// <param name="skip">How many rows come before the page.</param>
    /// <param name="take">How many rows the page has at most.</param>
    /// <returns>The question.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> is negative or <paramref name="take"/> is not positive.</exception>
    public LedgerQuery Page(int skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(take);
        return this with { Skip = skip, Take = take };
    }

    internal void Validate()
    {
        if (Hierarchy is { } hierarchy && !hierarchy.Dimensions.SequenceEqual(Dimensions))
        {
            throw new ArgumentException($"The dimensions are not those of the hierarchy {hierarchy}; set both by Rollup.");
        }
    }
}
