using System.Globalization;

namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>Reads numbers that the server sent as text, because its own have more digits than a <see cref="decimal"/>.</summary>
internal static class ServerNumber
{
    public static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Reads an amount; rounded when it has more digits than a decimal holds, and the largest decimal when it is larger still.</summary>
    public static decimal Decimal(string text)
    {
        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal amount))
        {
            return amount;
        }

        return text.StartsWith('-') ? decimal.MinValue : decimal.MaxValue;
    }
}
