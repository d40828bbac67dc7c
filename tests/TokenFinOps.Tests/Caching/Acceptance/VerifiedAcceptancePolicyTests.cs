using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Tests.Caching.Acceptance;

public sealed class VerifiedAcceptancePolicyTests
{
    [Fact]
    public void An_entry_without_outcomes_is_explored()
    {
        AcceptanceDecision decision = new VerifiedAcceptancePolicy(0.02).Decide(Candidates.At(0.99f));
        Assert.False(decision.Serve);
        Assert.True(decision.Audit);
    }

    [Fact]
    public void An_entry_that_was_always_right_is_served_after_its_first_outcomes()
    {
        var policy = new VerifiedAcceptancePolicy(0.05);
        Assert.Equal(0, ServedAfter(policy, 3));
        Assert.True(ServedAfter(policy, 60) > 0.9);
    }

    [Fact]
    public void An_entry_that_was_wrong_at_a_similarity_is_hardly_served_there()
    {
        var policy = new VerifiedAcceptancePolicy(0.02);
        for (int i = 0; i < 30; i++)
        {
            policy.Observe(Candidates.Seen(Candidates.At(0.98f), correct: true));
            policy.Observe(Candidates.Seen(Candidates.At(0.8f), correct: false));
        }

        Assert.InRange(Served(policy, 0.8f), 0, 0.1);
        Assert.True(Served(policy, 0.99f) > Served(policy, 0.8f));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.05)]
    public void Of_all_requests_no_more_than_the_share_is_wrong(double delta)
    {
        const int Questions = 20_000;
        (int hits, int wrong) = Candidates.Ask(new VerifiedAcceptancePolicy(delta), Questions, seed: 5, static similarity => similarity > 0.85f ? 1 : 0.3, entries: 100);
        Assert.True(hits > 0);
        Assert.True(wrong <= delta * Questions, $"{wrong} of {Questions}");
    }

    [Fact]
    public void A_forgotten_entry_starts_anew()
    {
        var policy = new VerifiedAcceptancePolicy(0.05);
        ServedAfter(policy, 60);
        policy.Forget("p", Candidates.At(0.9f).EntryId);
        Assert.Equal(0, Served(policy, 0.95f));
    }

    [Fact]
    public void A_finding_of_the_guard_refuses() =>
        Assert.False(new VerifiedAcceptancePolicy(0.02).Decide(Candidates.At(0.99f) with { Findings = GuardFindings.Numbers }).Audit);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_that_is_none_is_refused(double delta) => Assert.Throws<ArgumentOutOfRangeException>(() => new VerifiedAcceptancePolicy(delta));

    private static double ServedAfter(VerifiedAcceptancePolicy policy, int outcomes)
    {
        for (int i = 0; i < outcomes; i++)
        {
            policy.Observe(Candidates.Seen(Candidates.At(0.85f + (0.14f * (i % 10) / 10)), correct: true));
        }

        return Served(policy, 0.95f);
    }

    private static double Served(VerifiedAcceptancePolicy policy, float similarity) => Enumerable.Range(0, 400).Count(_ => policy.Decide(Candidates.At(similarity)).Serve) / 400.0;
}
