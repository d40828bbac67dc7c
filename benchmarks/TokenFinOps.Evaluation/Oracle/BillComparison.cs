using System.Globalization;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Compares a bill with what a case expects: the total and both sides, to the last digit unless the case allows more.</summary>
internal static class BillComparison
{
    /// <returns>Both values where they first differ, or <see langword="null"/>.</returns>
    public static string? Difference(OracleCase each, CostBreakdown bill) =>
        Difference("total", each.Total, bill.Effective, each.Context.Tolerance)
        ?? Difference("input", each.Input, bill.ListCostOf(UsageDirection.Input), each.Context.Tolerance)
        ?? Difference("output", each.Output, bill.ListCostOf(UsageDirection.Output), each.Context.Tolerance);

    public static string Text(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture) ?? "no cost";

    private static string? Difference(string what, decimal? expected, decimal? actual, decimal tolerance) =>
        expected is { } value && Math.Abs(value - (actual ?? 0m)) > tolerance ? $"{what} expected {Text(value)}, got {Text(actual)}" : null;
}
