using System.Globalization;
using System.Text.RegularExpressions;

namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>Takes the date of a snapshot, or <c>-latest</c>, off a model's name.</summary>
/// <remarks>
/// A four-digit year and month, as in <c>mistral-large-2407</c>, stays: such names are versions with prices of their own.
/// </remarks>
internal static partial class ModelDates
{
    /// <summary>Gets the name without its date, or <see langword="null"/> when it has none.</summary>
    public static string? WithoutDate(string name)
    {
        const string Latest = "-latest";
        if (name.Length > Latest.Length && name.EndsWith(Latest, StringComparison.Ordinal))
        {
            // Without a version in it, "latest" moves on from model to model: gemini-pro-latest is not the first gemini-pro.
            string plain = name[..^Latest.Length];
            return plain.AsSpan().ContainsAnyInRange('0', '9') ? plain : null;
        }

        Match match = Dated().Match(name);
        return match.Success && IsDate(match.Groups[2].Value) ? match.Groups[1].Value : null;
    }

    private static bool IsDate(string text)
    {
        foreach (string format in (ReadOnlySpan<string>)["yyyy-MM-dd", "yyyyMMdd", "MM-yyyy", "MM-dd", "MMdd"])
        {
            // Days without a year are looked up in a leap year.
            string dated = format.Contains('y', StringComparison.Ordinal) ? text : "2024" + text;
            string full = format.Contains('y', StringComparison.Ordinal) ? format : "yyyy" + format;
            if (DateOnly.TryParseExact(dated, full, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            {
                return date.Year is >= 2019 and <= 2100;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^(.*?[a-z0-9])[-@](\d{4}-\d{2}-\d{2}|\d{8}|\d{2}-\d{4}|\d{2}-\d{2}|\d{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Dated();
}
