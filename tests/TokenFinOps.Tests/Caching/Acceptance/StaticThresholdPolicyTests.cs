using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Tests.Caching.Acceptance;

public sealed class StaticThresholdPolicyTests
{
    [Theory]
    [InlineData(0.9f, true)]
    [InlineData(0.95f, true)]
    [InlineData(0.8999f, false)]
    [InlineData(float.NaN, false)]
    public void Serves_from_the_threshold_on(float similarity, bool serves) =>
        Assert.Equal(serves, new StaticThresholdPolicy(0.9f).Decide(Candidates.At(similarity)).Serve);

    [Fact]
    public void A_finding_of_the_guard_refuses_and_is_named()
    {
        AcceptanceDecision decision = new StaticThresholdPolicy(0.9f).Decide(Candidates.At(0.99f) with { Findings = GuardFindings.Negation });
        Assert.False(decision.Serve);
        Assert.Contains("Negation", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_guard_only_the_threshold_counts() =>
        Assert.True(new StaticThresholdPolicy(0.9f, guard: false).Decide(Candidates.At(0.99f) with { Findings = GuardFindings.Negation }).Serve);

    [Theory]
    [InlineData(0f)]
    [InlineData(1.01f)]
    [InlineData(float.NaN)]
    public void A_threshold_that_is_no_cosine_is_refused(float threshold) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StaticThresholdPolicy(threshold));
}
