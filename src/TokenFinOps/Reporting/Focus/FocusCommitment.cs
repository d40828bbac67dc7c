using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Something bought in advance that pays for later calls: prepaid credits, committed spend, provisioned throughput.</summary>
/// <remarks>
/// <para>In an export it makes a Purchase row, turns the calls that it covers into Committed usage, and writes an Unused row for what nobody used.</para>
/// <para>
/// The price is spread over <see cref="Quantity"/>: over the whole term, or, where <see cref="Period"/> is set, a part for each period of that length. Over the term
/// Σ EffectiveCost of the used and unused rows is Σ BilledCost of the purchase, to the last digit. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed record FocusCommitment
{
    /// <summary>Gets the commitment's identifier; <c>CommitmentDiscountId</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its display name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the provider's name for such commitments, e.g. <c>Provisioned Throughput</c>; <c>CommitmentDiscountType</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets whether money or use is committed to. The default is <see cref="FocusCommitmentCategory.Spend"/>.</summary>
    public FocusCommitmentCategory Category { get; init; }

    /// <summary>Gets the id of the provider, as entries have it.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets what is paid, for the whole term.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The price is negative.</exception>
    public required decimal Price
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets the ISO 4217 code of the currency. The default is <c>USD</c>.</summary>
    public string Currency { get; init => field = CurrencyCode.Canonical(value); } = CurrencyCode.Usd;

    /// <summary>Gets how much the price buys, for the whole term: an amount of money for spend, <see cref="Unit"/>s for use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is not positive.</exception>
    public required decimal Quantity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }

    /// <summary>Gets the unit of <see cref="Quantity"/> where use is committed to. The default is <c>Tokens</c>; spend is measured in <see cref="Currency"/>.</summary>
    public string Unit { get; init; } = "Tokens";

    /// <summary>Gets the first moment of the term.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Gets the first moment after the term.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Gets how long a part of the commitment lasts; what is unused of it is gone. The default is <see langword="null"/>: it lasts for the whole term.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is shorter than an hour.</exception>
    public TimeSpan? Period
    {
        get;
        init => field = value < TimeSpan.FromHours(1)
            ? throw new ArgumentOutOfRangeException(nameof(value), value, "A part of a commitment lasts an hour or longer.")
            : value;
    }

    /// <summary>Gets a value indicating whether the price is billed month by month, in proportion to time. The default is <see langword="false"/>: at the start, for the whole term.</summary>
    public bool IsBilledMonthly { get; init; }

    /// <summary>Gets how much of <see cref="Quantity"/> was used before the export begins, for a commitment that lasts for the whole term. The default is 0.</summary>
    public decimal AlreadyUsed { get; init; }

    /// <summary>Gets which calls the commitment pays for. The default is every call of <see cref="Provider"/> in <see cref="Currency"/>.</summary>
    public Func<LedgerEntry, bool>? Covers { get; init; }

    /// <summary>
    /// Gets how much of the commitment a line of a bill uses; 0 or less is none. The default is the line's effective cost for spend, and its tokens for use.
    /// </summary>
    public Func<LedgerEntry, CostLine, decimal>? Measure { get; init; }

    /// <summary>Gets the unit that rows show.</summary>
    internal string ShownUnit => Category == FocusCommitmentCategory.Spend ? Currency : Unit;

    internal bool MayCover(LedgerEntry entry) =>
        entry.Kind == LedgerEntryKind.Attempt && entry.Timestamp >= Start && entry.Timestamp < End && entry.Cost.Currency == Currency
        && string.Equals(entry.Provider, Provider, StringComparison.OrdinalIgnoreCase) && (Covers?.Invoke(entry) ?? true);

    internal decimal Measured(LedgerEntry entry, in CostLine line, decimal effective) =>
        Measure is not null ? Measure(entry, line)
        : Category == FocusCommitmentCategory.Spend ? effective
        : line.Kind.IsTokens() ? line.Quantity
        : 0m;

    internal void Validate()
    {
        if (End <= Start)
        {
            throw new ArgumentException($"The commitment '{Id}' ends at {End:u}, not after it starts at {Start:u}.");
        }

        if (AlreadyUsed < 0 || AlreadyUsed > Quantity || (AlreadyUsed > 0 && Period is not null))
        {
            throw new ArgumentException($"The commitment '{Id}' has {AlreadyUsed} used already; it must be 0 to {Quantity}, and 0 where parts of it have a period.");
        }
    }
}
