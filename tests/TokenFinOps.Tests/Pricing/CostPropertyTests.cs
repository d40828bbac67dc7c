using CsCheck;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing;

public sealed class CostPropertyTests
{
    [Fact]
    public void Every_token_of_a_consistent_usage_is_billed_exactly_once() =>
        Gen.Select(UsageGen.Consistent, UsageGen.CardWithTotals).Sample((usage, card) =>
        {
            CostBreakdown cost = CostCalculator.Price(usage, card);

            Assert.Equal(usage.InputTokens, Quantity(cost, UsageDirection.Input));
            Assert.Equal(usage.OutputTokens, Quantity(cost, UsageDirection.Output));
            Assert.Equal(PricingStatus.Priced, cost.Status);
        });

    [Fact]
    public void The_lines_add_up_to_the_cost() =>
        Gen.Select(UsageGen.Any, UsageGen.Card).Sample((usage, card) =>
        {
            CostBreakdown cost = CostCalculator.Price(usage, card);

            Assert.Equal(cost.Lines.Sum(static line => line.Cost), cost.List ?? 0m);
        });

    [Fact]
    public void The_cost_of_two_calls_is_the_sum_of_their_costs_at_flat_rates() =>
        Gen.Select(UsageGen.Consistent, UsageGen.Consistent, UsageGen.CardWithTotals).Sample((first, second, card) =>
        {
            var flat = new RateCard(card.Rates.Select(static rate => new Rate(rate.Kind, rate.Amount)));

            Assert.Equal(
                CostCalculator.Price(first, flat).List + CostCalculator.Price(second, flat).List,
                CostCalculator.Price(first + second, flat).List);
        });

    [Fact]
    public void The_order_in_which_rates_and_counts_are_given_does_not_matter() =>
        Gen.Select(UsageGen.Any, UsageGen.Card).Sample((usage, card) =>
        {
            var backwards = new RateCard(card.Rates.Reverse());
            var reversed = new Usage([.. usage.Kinds.Reverse().Select(kind => (kind, usage[kind]))]);

            Assert.Equal(CostCalculator.Price(usage, card).List, CostCalculator.Price(reversed, backwards).List);
        });

    [Fact]
    public void No_usage_however_contradictory_has_a_negative_cost_or_a_negative_line() =>
        Gen.Select(UsageGen.Any, UsageGen.Card).Sample((usage, card) =>
        {
            CostBreakdown cost = CostCalculator.Price(usage, card);

            Assert.True(cost.List is null or >= 0);
            Assert.All(cost.Lines, static line => Assert.True(line.Quantity > 0 && line.Amount >= 0));
        });

    [Fact]
    public void No_usage_however_contradictory_is_silently_free() =>
        Gen.Select(UsageGen.Any, UsageGen.Card).Sample((usage, card) =>
        {
            CostBreakdown cost = CostCalculator.Price(usage, card);

            foreach (UsageKind kind in usage.Kinds.Where(kind => usage[kind] > 0))
            {
                bool isBilled = cost.Lines.Any(line => Related(line.Kind, kind));
                bool isNamed = cost.Missing.Any(missing => Related(missing, kind));

                // Where overlaps are not reported, a token may be billed as another of its kinds, but it is billed.
                bool isWithinOverlap = cost.Issues.HasFlag(PricingIssues.OverlapNotReported) && Quantity(cost, kind.Direction()) >= usage[kind];
                Assert.True(isBilled || isNamed || isWithinOverlap, $"{kind} of {usage} is neither billed nor named as missing.");
            }
        });

    [Fact]
    public void With_total_rates_at_least_the_largest_count_reported_is_billed() =>
        Gen.Select(UsageGen.Any, UsageGen.CardWithTotals).Sample((usage, card) =>
        {
            CostBreakdown cost = CostCalculator.Price(usage, card);

            foreach (UsageKind kind in usage.Kinds)
            {
                Assert.True(Quantity(cost, kind.Direction()) >= usage[kind], $"{kind} of {usage} is billed for less than it counts.");
            }
        });

    [Fact]
    public void A_usage_whose_parts_exceed_their_whole_is_marked() =>
        Gen.Long[0, 1_000].Select(Gen.Long[1, 1_000]).Sample((whole, more) =>
        {
            var card = new RateCard(new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.CacheReadTokens, 0.3m));
            CostBreakdown cost = CostCalculator.Price(Usage.Of(input: whole, cached: whole + more), card);

            Assert.True(cost.Issues.HasFlag(PricingIssues.PartExceedsWhole));
            Assert.Equal((whole + more) * 0.3m / 1_000_000m, cost.List);
        });

    private static bool Related(UsageKind left, UsageKind right) =>
        left == right || left.Ancestors().Contains(right) || left.Descendants().Contains(right) || left.Descendants().Intersect(right.Descendants()).Any();

    private static decimal Quantity(CostBreakdown cost, UsageDirection direction) =>
        cost.Lines.Where(line => line.Kind.Direction() == direction).Sum(static line => line.Quantity);
}
