using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Currencies;

/// <summary>A dated exchange rate, as the user's treasury sets it: one unit of one currency in units of another.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ExchangeRate
{
    /// <summary>Initializes a new instance of the <see cref="ExchangeRate"/> class.</summary>
    /// <param name="from">The ISO 4217 code of the currency that is converted.</param>
    /// <param name="to">The ISO 4217 code of the currency that it is converted to.</param>
    /// <param name="value">How many units of <paramref name="to"/> one unit of <paramref name="from"/> is.</param>
    /// <param name="effectiveFrom">The first day on which the rate applies. It applies until the pair's next one does.</param>
    /// <exception cref="ArgumentException">A currency is unknown, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public ExchangeRate(string from, string to, decimal value, DateOnly effectiveFrom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        From = CurrencyCode.Canonical(from);
        To = CurrencyCode.Canonical(to);
        Value = value;
        EffectiveFrom = effectiveFrom;
        if (From == To)
        {
            throw new ArgumentException($"{From} needs no rate to itself; leave it out.", nameof(to));
        }
    }

    /// <summary>Gets the currency that is converted.</summary>
    public string From { get; }

    /// <summary>Gets the currency that it is converted to.</summary>
    public string To { get; }

    /// <summary>Gets how many units of <see cref="To"/> one unit of <see cref="From"/> is.</summary>
    public decimal Value { get; }

    /// <summary>Gets the first day on which the rate applies.</summary>
    public DateOnly EffectiveFrom { get; }
}
