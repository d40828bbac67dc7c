using System.Globalization;
using TokenFinOps.Ledger.Query;

namespace QuickStart.Report;

/// <summary>Writes amounts, counts and times for people.</summary>
internal static class Figures
{
    private const decimal Tiny = 0.001m;
    private const decimal Hundred = 100m;

    /// <summary>Writes a cost with as many decimals as its size needs.</summary>
    public static string Money(decimal amount, string currency)
    {
        string sign = currency == "USD" ? "$" : currency + " ";
        return sign + amount.ToString(Format(Math.Abs(amount)), CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a cost as far as it is known: what is unpriced is said, not counted as nothing.</summary>
    public static string Cost(LedgerTotals totals) => totals switch
    {
        { Unpriced: > 0, EffectiveCost: 0 } => "unknown",
        { Unpriced: > 0 } or { PartiallyPriced: > 0 } => "≥ " + Money(totals.EffectiveCost, totals.Currency),
        _ => Money(totals.EffectiveCost, totals.Currency),
    };

    /// <summary>Writes an amount with every decimal it has.</summary>
    public static string Exact(decimal amount) => amount.ToString("#,0.00##########################", CultureInfo.InvariantCulture);

    public static string Count(decimal count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(decimal part, decimal whole) =>
        whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * part / whole:N0}%");

    public static string Time(TimeSpan? time) => time switch
    {
        null => "–",
        { TotalMilliseconds: < 1 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMicroseconds:N1} µs"),
        { TotalSeconds: < 10 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:N0} ms"),
        { } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:N1} s"),
    };

    public static string Plural(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Format(decimal amount) => amount switch
    {
        0 => "N4",
        < Tiny => "N6",
        < Hundred => "N4",
        _ => "N2",
    };
}
