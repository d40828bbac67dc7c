using System.Globalization;

namespace TokenFinOps.Tool.Output;

/// <summary>Writes numbers for people. What is rounded here is exact in JSON.</summary>
internal static class Figures
{
    /// <summary>Writes money with cents, or with as many decimals as a small amount needs to be seen.</summary>
    public static string Money(decimal amount) => Math.Abs(amount) switch
    {
        0m => "0.00",
        >= 1m => amount.ToString("N2", CultureInfo.InvariantCulture),
        >= 0.01m => amount.ToString("N4", CultureInfo.InvariantCulture),
        _ => amount.ToString("0.00######", CultureInfo.InvariantCulture),
    };

    public static string Money(decimal? amount) => amount is { } value ? Money(value) : "?";

    /// <summary>Writes an amount that may be of either sign, with its sign.</summary>
    public static string Signed(decimal? amount) => amount > 0 ? "+" + Money(amount) : Money(amount);

    public static string Count(decimal count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(decimal? share) => share is { } value ? (value * 100m).ToString("N1", CultureInfo.InvariantCulture) + " %" : "-";

    /// <summary>Writes a price without trailing zeros.</summary>
    public static string Price(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset? moment) => moment is { } value ? Moment(value) : "…";
}
