using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Complexity;

public sealed class RoutingExampleTests
{
    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(0.5, 8.3)]
    [InlineData(double.NaN, 1)]
    public void A_quality_beyond_0_to_1_is_refused_and_named(double cheap, double baseline) =>
        Assert.Contains("0 (useless) and 1 (perfect)", Assert.Throws<ArgumentOutOfRangeException>(() => new RoutingExample("why?", cheap, baseline)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_gain_is_negative_where_the_cheap_answer_was_better() => Assert.Equal(-0.5, new RoutingExample("why?", 0.75, 0.25).Gain);
}
