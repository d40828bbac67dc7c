using System.Globalization;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Reads a price ratio: <c>1:20</c> or <c>0.05</c>.</summary>
internal static class PriceRatio
{
    /// <exception cref="EvaluationException">It is neither, or not within 0 to 1.</exception>
    public static double Parse(string? text, double fallback)
    {
        if (text is null)
        {
            return fallback;
        }

        string[] parts = text.Split(':');
        double ratio = parts.Length <= 2 && Number(parts[0]) is { } first && Number(parts.Length == 2 ? parts[1] : "1") is { } second ? first / second : double.NaN;
        return ratio is >= 0 and <= 1 ? ratio : throw new EvaluationException($"--price-ratio is '{text}'; write 1:20 or 0.05, the price of a cheap call to that of a strong one.");
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
