using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Currencies;

/// <summary>Converts amounts by dated rates that the user supplies. It never guesses: a rate that is missing is an error.</summary>
/// <remarks>
/// <para>How a rate is found, for a pair and a day:</para>
/// <list type="number">
/// <item><description>The pair's own rate: the latest that applies on the day.</description></item>
/// <item><description>With a pivot, a pair that contains it: the inverse of the other direction's rate.</description></item>
/// <item><description>With a pivot, any other pair: to the pivot, and on from there, each leg as above.</description></item>
/// </list>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class ExchangeRates
{
    private readonly Dictionary<(string From, string To), ExchangeRate[]> _byPair;

    /// <summary>Initializes a new instance of the <see cref="ExchangeRates"/> class.</summary>
    /// <param name="rates">The rates, in any order.</param>
    /// <param name="pivot">The currency that rates are inverted and crossed at; <see langword="null"/>, the default, is none.</param>
    /// <exception cref="ArgumentException">A pair has two rates from the same day, or the pivot is no currency.</exception>
    public ExchangeRates(IEnumerable<ExchangeRate> rates, string? pivot = null)
    {
        ArgumentNullException.ThrowIfNull(rates);
        Pivot = pivot is null ? null : CurrencyCode.Canonical(pivot);
        _byPair = rates.GroupBy(static rate => (rate.From, rate.To)).ToDictionary(static pair => pair.Key, static pair => Latest(pair));
    }

    /// <summary>Gets the currency that rates are inverted and crossed at.</summary>
    public string? Pivot { get; }

    /// <summary>Converts an amount. What a decimal can hold exactly is exact.</summary>
    /// <param name="amount">The amount, of either sign.</param>
    /// <param name="from">The ISO 4217 code of its currency.</param>
    /// <param name="to">The ISO 4217 code of the currency that is wanted.</param>
    /// <param name="day">The day whose rate is meant.</param>
    /// <returns>The amount in the other currency, unrounded.</returns>
    /// <exception cref="MissingExchangeRateException">No rate applies on the day.</exception>
    public decimal Convert(decimal amount, string from, string to, DateOnly day)
    {
        string source = CurrencyCode.Canonical(from);
        string target = CurrencyCode.Canonical(to);
        return source == target
            ? amount
            : Leg(amount, source, target, day) ?? Crossed(amount, source, target, day) ?? throw MissingExchangeRateException.Of(source, target, day, Pivot);
    }

    private static ExchangeRate[] Latest(IGrouping<(string From, string To), ExchangeRate> pair)
    {
        ExchangeRate[] latest = [.. pair.OrderByDescending(static rate => rate.EffectiveFrom)];
        for (int i = 1; i < latest.Length; i++)
        {
            if (latest[i].EffectiveFrom == latest[i - 1].EffectiveFrom)
            {
                throw new ArgumentException($"{pair.Key.From} to {pair.Key.To} has two rates from {latest[i].EffectiveFrom:yyyy-MM-dd}; keep one.", nameof(pair));
            }
        }

        return latest;
    }

    private decimal? Crossed(decimal amount, string from, string to, DateOnly day) =>
        Pivot is { } pivot && from != pivot && to != pivot && Leg(amount, from, pivot, day) is { } inPivot ? Leg(inPivot, pivot, to, day) : null;

    private decimal? Leg(decimal amount, string from, string to, DateOnly day)
    {
        if (Find(from, to, day) is { } rate)
        {
            return amount * rate.Value;
        }

        return (from == Pivot || to == Pivot) && Find(to, from, day) is { } inverse ? amount / inverse.Value : null;
    }

    private ExchangeRate? Find(string from, string to, DateOnly day) =>
        _byPair.TryGetValue((from, to), out ExchangeRate[]? rates) ? Array.Find(rates, rate => rate.EffectiveFrom <= day) : null;
}
