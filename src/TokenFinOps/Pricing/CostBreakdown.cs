using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace TokenFinOps.Pricing;

/// <summary>What a call costs, line by line, and how sure that is.</summary>
/// <remarks>Immutable and thread-safe. The lines' costs add up to <see cref="List"/> exactly.</remarks>
public sealed class CostBreakdown
{
    private readonly decimal _list;
    private readonly decimal _effective;

    // The lines (CostLine[]), or until they are asked for what they are written from (UnwrittenLines). Bills are many, so one field has to do.
    private object _lines;

    internal CostBreakdown(PricingStatus status, decimal? list, decimal? effective, string currency, ImmutableArray<CostLine> lines)
    {
        Status = status;
        _list = list.GetValueOrDefault();
        _effective = effective.GetValueOrDefault();
        Currency = currency;
        _lines = WrittenAs(lines);
    }

    internal CostBreakdown(PricingStatus status, decimal list, decimal effective, Usage usage, RateCard card, PricingTerms terms, ImmutableArray<CostLine> lines)
    {
        Status = status;
        _list = list;
        _effective = effective;
        Currency = card.Currency;
        Card = card;
        _lines = lines.IsDefault ? new UnwrittenLines(usage, terms) : WrittenAs(lines);
    }

    /// <summary>Gets whether the call could be priced.</summary>
    public PricingStatus Status { get; }

    /// <summary>Gets the cost at list rates; <see langword="null"/> when the call is unpriced, a lower bound when it is partially priced.</summary>
    public decimal? List => Status == PricingStatus.Unpriced ? null : _list;

    /// <summary>Gets the cost after discounts, margins and fixed amounts; <see langword="null"/> when the call is unpriced.</summary>
    public decimal? Effective => Status == PricingStatus.Unpriced ? null : _effective;

    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public string Currency { get; }

    /// <summary>Gets the lines of the bill. Empty when the call is unpriced or when the provider's own total was used.</summary>
    public ImmutableArray<CostLine> Lines
    {
        get
        {
            // Should two threads ask at once, both work out the same.
            if (_lines is UnwrittenLines unwritten)
            {
                Interlocked.CompareExchange(ref _lines, WrittenAs(CostCalculator.Lines(unwritten.Usage, Card!, unwritten.Terms)), unwritten);
            }

            return ImmutableCollectionsMarshal.AsImmutableArray((CostLine[])_lines);
        }
    }

    /// <summary>Gets the reported kinds that have no rate.</summary>
    public UsageKindSet Missing { get; internal init; }

    /// <summary>Gets what was odd and priced nevertheless.</summary>
    public PricingIssues Issues { get; internal init; }

    /// <summary>Gets the rate card that priced the call, or <see langword="null"/> when there was none.</summary>
    public RateCard? Card { get; internal init; }

    /// <summary>Gets a value indicating whether <see cref="List"/> is the provider's own figure and not the catalogue's.</summary>
    public bool IsProviderReported { get; internal init; }

    /// <summary>Gets the list cost of one side of the call, in <see cref="Currency"/>.</summary>
    /// <param name="direction">The side; <see cref="UsageDirection.None"/> is what belongs to neither, such as searches.</param>
    /// <returns>The sum of the side's lines.</returns>
    public decimal ListCostOf(UsageDirection direction)
    {
        decimal sum = 0;
        foreach (CostLine line in Lines)
        {
            if (line.Kind.Direction() == direction)
            {
                sum += line.Cost;
            }
        }

        return sum;
    }

    /// <summary>Makes the breakdown of a call that cannot be priced.</summary>
    /// <param name="missing">The reported kinds.</param>
    /// <param name="issues">What else was odd.</param>
    /// <param name="currency">The ISO 4217 code of the currency that the call would be billed in.</param>
    /// <returns>The breakdown, whose costs are <see langword="null"/>.</returns>
    public static CostBreakdown Unpriced(UsageKindSet missing = default, PricingIssues issues = PricingIssues.None, string currency = CurrencyCode.Usd) =>
        new(PricingStatus.Unpriced, null, null, currency, []) { Missing = missing, Issues = issues };

    /// <summary>Makes the breakdown of a call that is known to cost nothing, such as one the provider refused.</summary>
    /// <param name="currency">The ISO 4217 code of the currency that it would have been billed in.</param>
    /// <returns>The breakdown, whose costs are zero.</returns>
    public static CostBreakdown Free(string currency = CurrencyCode.Usd) => new(PricingStatus.Priced, 0m, 0m, CurrencyCode.Canonical(currency), []);

    /// <summary>Makes the breakdown of a call whose cost the provider itself reported.</summary>
    /// <param name="cost">The provider's figure, for the whole call.</param>
    /// <param name="currency">The ISO 4217 code of its currency.</param>
    /// <param name="adjustment">What is applied to it, or <see langword="null"/> for nothing.</param>
    /// <returns>The breakdown.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    public static CostBreakdown ProviderReported(decimal cost, string currency = CurrencyCode.Usd, PriceAdjustment? adjustment = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        return new CostBreakdown(PricingStatus.Priced, cost, (adjustment ?? PriceAdjustment.None).Apply(cost), CurrencyCode.Canonical(currency), [])
        {
            IsProviderReported = true,
        };
    }

    internal CostBreakdown With(PricingIssues issues) => (issues & ~Issues) == PricingIssues.None
        ? this
        : new CostBreakdown(Status, List, Effective, Currency, Lines)
        {
            Missing = Missing,
            Issues = Issues | issues,
            Card = Card,
            IsProviderReported = IsProviderReported,
        };

    private static CostLine[] WrittenAs(ImmutableArray<CostLine> lines) => ImmutableCollectionsMarshal.AsArray(lines)!;

    private sealed record UnwrittenLines(Usage Usage, PricingTerms Terms);
}
