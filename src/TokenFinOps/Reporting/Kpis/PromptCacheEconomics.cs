using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Kpis;

/// <summary>What a provider's prompt cache costs and saves, at the rates of one card: the figures of the FOCUS prompt-caching examples.</summary>
/// <remarks>Immutable and thread-safe. Amounts are list cost in the card's currency.</remarks>
public sealed record PromptCacheEconomics
{
    /// <summary>Gets the cost of all input: uncached, read from the cache and written to it.</summary>
    public required decimal InputSide { get; init; }

    /// <summary>Gets what keeping the cache cost.</summary>
    public required decimal Storage { get; init; }

    /// <summary>Gets the cost of all output.</summary>
    public required decimal Output { get; init; }

    /// <summary>Gets what the same input would have cost without a cache.</summary>
    public required decimal InputWithoutCache { get; init; }

    /// <summary>Gets what writing cost more than sending the same tokens would have; negative where it cost less.</summary>
    public required decimal WritePremium { get; init; }

    /// <summary>Gets input and storage together.</summary>
    public decimal InputAndStorage => InputSide + Storage;

    /// <summary>Gets what the cache saved: input without a cache less input and storage; negative when it cost more than it saved.</summary>
    public decimal Savings => InputWithoutCache - InputAndStorage;

    /// <summary>Gets the cost of everything.</summary>
    public decimal Total => InputAndStorage + Output;

    /// <summary>Works the figures out.</summary>
    /// <param name="usage">What was used: inclusive counts.</param>
    /// <param name="card">The rates. A card without a rate for cache writes bills them as input.</param>
    /// <param name="storage">What keeping the cache cost, for providers that bill it.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentException">The card cannot price the usage.</exception>
    public static PromptCacheEconomics Of(Usage usage, RateCard card, decimal storage = 0)
    {
        CostBreakdown bill = Priced(usage, card);
        var withoutCache = Usage.None.With(UsageKind.InputTokens, usage.InputTokens);
        decimal written = bill.Lines.Where(static line => IsWrite(line.Kind)).Sum(static line => line.Quantity);
        decimal writes = bill.Lines.Where(static line => IsWrite(line.Kind)).Sum(static line => line.Cost);
        return new PromptCacheEconomics
        {
            InputSide = bill.ListCostOf(UsageDirection.Input),
            Storage = storage,
            Output = bill.ListCostOf(UsageDirection.Output),
            InputWithoutCache = Priced(withoutCache, card).List!.Value,
            WritePremium = writes - (written == 0 ? 0m : Priced(Usage.None.With(UsageKind.InputTokens, written), card).List!.Value),
        };
    }

    /// <summary>Gets after how many reads a written prefix has paid for itself: reads &gt; (w − 1) ÷ (1 − r), w and r being the prices in units of the input price.</summary>
    /// <param name="card">The rates of input, cache reads and cache writes.</param>
    /// <returns>The number of reads that must be exceeded, or <see langword="null"/> when reading saves nothing or the card has no input rate.</returns>
    public static decimal? BreakEvenReads(RateCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        decimal? input = UnitPrice(card, UsageKind.InputTokens);
        decimal? read = UnitPrice(card, UsageKind.CacheReadTokens) ?? input;
        decimal? write = UnitPrice(card, UsageKind.CacheWriteTokens) ?? input;
        return input > read ? (write - input) / (input - read) : null;
    }

    private static decimal? UnitPrice(RateCard card, UsageKind kind) => card.Find(kind) is { } rate ? rate.Amount / rate.Per : null;

    private static bool IsWrite(UsageKind kind) => kind == UsageKind.CacheWriteTokens || kind.Ancestors().Contains(UsageKind.CacheWriteTokens);

    private static CostBreakdown Priced(Usage usage, RateCard card) => CostCalculator.Price(usage, card) is { Status: PricingStatus.Priced } bill
        ? bill
        : throw new ArgumentException($"The rate card cannot price all of {usage}; give it the rates that are missing.", nameof(card));
}
