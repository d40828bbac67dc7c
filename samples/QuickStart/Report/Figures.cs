using System.Globalization;
using TokenFinOps.Ledger.Query;

namespace QuickStart.Report;

/// <summary>Writes amounts, counts and times for people.</summary>
internal static class Figures
{
    private const decimal Cents = 100m;

    /// <summary>Writes a cost: four decimals up to a hundred, two above.</summary>
    public static string Money(decimal amount, string currency)
    {
        string number = amount.ToString(Math.Abs(amount) < Cents ? "N4" : "N2", CultureInfo.InvariantCulture);
        return currency == "USD" ? "$" + number : $"{currency} {number}";
    }

    /// <summary>Writes a cost as far as it is known: what is unpriced is said, not counted as nothing.</summary>
    public static string Cost(LedgerTotals totals) => totals switch
    {
        { Unpriced: > 0 } when totals.Unpriced == totals.Attempts => "unknown",
        { Unpriced: > 0 } or { PartiallyPriced: > 0 } => "≥ " + Money(totals.EffectiveCost, totals.Currency),
        _ => Money(totals.EffectiveCost, totals.Currency),
    };

    public static string Count(decimal count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(decimal part, decimal whole) => whole == 0 ? "–" : (part / whole).ToString("P0", CultureInfo.InvariantCulture).Replace(" ", string.Empty, StringComparison.Ordinal);

    public static string Time(TimeSpan? time) => time switch
    {
        null => "–",
        { TotalMilliseconds: < 1 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMicroseconds:N1} µs"),
        { TotalSeconds: < 10 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:N0} ms"),
        { } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:N1} s"),
    };

    public static string Plural(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";
}
