using System.Collections.Immutable;
using System.Globalization;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Prices for one replay of a group, from the name of an expected cost: <c>cost_usd@2.50/10.00</c>, <c>cost_with_cache@2.50/0.25/10</c>.</summary>
/// <param name="CostName">The expected cost's name, or <see langword="null"/> when the group expects none.</param>
/// <param name="Prices">USD per million tokens: input and output, or input, cached input and output.</param>
internal sealed record ReplayPlan(string? CostName, ImmutableArray<decimal> Prices)
{
    private const string CostPrefix = "cost";

    /// <summary>Gets a value indicating whether the calls report cached tokens.</summary>
    public bool ReportsCache => Prices.Length == 3;

    /// <exception cref="EvaluationException">The name of a cost does not end in prices.</exception>
    public static IReadOnlyList<ReplayPlan> For(ReplayGroup group)
    {
        ReplayPlan[] plans = [.. group.Expected.EnumerateObject().Select(static each => each.Name).Where(IsCost).Select(static name => new ReplayPlan(name, PricesOf(name)))];
        return plans is [] ? [new ReplayPlan(null, [2.50m, 10m])] : plans;
    }

    public static bool IsCost(string name) => name.StartsWith(CostPrefix, StringComparison.Ordinal) && name.Contains('@', StringComparison.Ordinal);

    public RateCard ToCard()
    {
        // Rows that stand for many calls count them, and what is counted needs a price to be fully priced.
        var rates = new List<Rate> { new(UsageKind.Requests, 0m), new(UsageKind.InputTokens, Prices[0]), new(UsageKind.OutputTokens, Prices[^1]) };
        if (ReportsCache)
        {
            rates.Add(new Rate(UsageKind.CacheReadTokens, Prices[1]));
        }

        return new RateCard(rates);
    }

    private static ImmutableArray<decimal> PricesOf(string name)
    {
        ImmutableArray<decimal> prices =
            [.. name[(name.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('/').Select(text => decimal.TryParse(text, CultureInfo.InvariantCulture, out decimal price) ? price : -1m)];
        return prices.Length is 2 or 3 && prices.All(static price => price >= 0)
            ? prices
            : throw new EvaluationException($"The expected cost '{name}' should end in prices, as in cost_usd@2.50/10.00 or cost_with_cache@2.50/0.25/10.");
    }
}
