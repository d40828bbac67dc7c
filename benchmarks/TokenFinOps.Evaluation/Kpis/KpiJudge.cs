using System.Globalization;

namespace TokenFinOps.Evaluation.Kpis;

/// <summary>Compares a KPI's results with the expected ones, to the precision of a decimal.</summary>
internal sealed class KpiJudge
{
    // Expected values may have more digits than a decimal, which has 28.
    private const decimal Tolerance = 1e-25m;

    /// <summary>Gets the largest error of a number, relative to what was expected.</summary>
    public decimal MaxRelativeError { get; private set; }

    /// <returns>What disagrees, or <see langword="null"/>.</returns>
    public string? Disagreement(KpiCase each)
    {
        try
        {
            return KpiFormulas.Evaluate(each) is { } results
                ? each.Expected.Select(expected => Difference(expected, results)).FirstOrDefault(static difference => difference is not null) is { } difference ? $"{each.Id}: {difference}" : null
                : $"{each.Id}: there is no such KPI";
        }
        catch (Exception exception) when (exception is EvaluationException or ArgumentException)
        {
            return $"{each.Id}: {exception.Message}";
        }
    }

    private string? Difference(KeyValuePair<string, string> expected, IReadOnlyDictionary<string, object> results)
    {
        if (!results.TryGetValue(expected.Key, out object? result))
        {
            return $"{expected.Key} expected {expected.Value}, got nothing".TrimStart();
        }

        bool agrees = result is decimal number && decimal.TryParse(expected.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal wanted)
            ? ErrorOf(number, wanted) <= Tolerance
            : string.Equals(Text(result), expected.Value, StringComparison.OrdinalIgnoreCase);
        return agrees ? null : $"{expected.Key} expected {expected.Value}, got {Text(result)}".TrimStart();
    }

    private decimal ErrorOf(decimal actual, decimal expected)
    {
        decimal error = expected == 0 ? Math.Abs(actual) : Math.Abs((actual - expected) / expected);
        MaxRelativeError = Math.Max(MaxRelativeError, error);
        return error;
    }

    private static string Text(object result) => Convert.ToString(result, CultureInfo.InvariantCulture)!;
}
