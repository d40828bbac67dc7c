using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>The formats of FOCUS 1.2: numbers, moments, texts, units, key-values.</summary>
internal static partial class FocusFormats
{
    /// <summary>Finds out whether a text is a number: digits, at most one point, a minus for negative ones, an exponent without a plus.</summary>
    public static bool IsNumber(string text) => Number().IsMatch(text);

    /// <summary>Finds out whether a text is a moment in UTC, as <c>2026-07-01T00:00:00Z</c>.</summary>
    public static bool IsMoment(string text) => TryMoment(text, out _);

    public static bool TryMoment(string text, out DateTime moment) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);

    /// <summary>Reads a number as an exact decimal.</summary>
    public static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);

    /// <summary>Finds out whether a text is not only space, and valid Unicode.</summary>
    public static bool IsText(string text) => !string.IsNullOrWhiteSpace(text) && HasWholeSurrogates(text);

    /// <summary>Finds out whether a text is a unit: <c>Tokens</c>, <c>1000000 Tokens</c>, <c>GB-Hours</c>, <c>GB/Hour</c>, <c>Units/3 Months</c>, or a currency.</summary>
    public static bool IsUnit(string text) => Unit().IsMatch(text);

    /// <summary>Finds out whether a text is a JSON object of simple values with distinct keys.</summary>
    public static bool IsKeyValue(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var keys = new HashSet<string>(StringComparer.Ordinal);
            return json.RootElement.EnumerateObject().All(each => keys.Add(each.Name) && each.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasWholeSurrogates(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsSurrogatePair(text, i))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    [GeneratedRegex("^-?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)(?:[Ee]-?[0-9]+)?$")]
    private static partial Regex Number();

    [GeneratedRegex("^(?:[0-9]+ )?[A-Za-z][A-Za-z0-9-]*(?: [A-Za-z][A-Za-z0-9-]*)*(?:/(?:[0-9]+ )?[A-Z][A-Za-z]*)?$")]
    private static partial Regex Unit();
}
