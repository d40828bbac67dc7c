using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Tests.Caching.Acceptance;

public sealed class AuditedAcceptancePolicyTests
{
    private const int Questions = 4_000;

    [Fact]
    public void Before_there_is_evidence_nothing_is_served_and_everything_is_looked_at()
    {
        AcceptanceDecision decision = new AuditedAcceptancePolicy(0.05).Decide(Candidates.At(1));
        Assert.False(decision.Serve);
        Assert.True(decision.Audit);
        Assert.Equal(1, decision.AuditShare);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.05)]
    public void The_promise_is_kept_in_nearly_all_streams_and_hits_are_served(double share)
    {
        (int kept, long hits) = (0, 0);
        const int Streams = 20;
        for (int stream = 0; stream < Streams; stream++)
        {
            var policy = new AuditedAcceptancePolicy(share, options: new() { Seed = stream });
            (int served, int wrong) = Candidates.Ask(policy, Questions, stream, Rising);
            kept += wrong <= share * served ? 1 : 0;
            hits += served;
        }

        Assert.InRange(kept, 18, Streams);
        Assert.True(hits > 0.2 * Streams * Questions, $"{hits} hits");
    }

    [Fact]
    public void Where_similarity_promises_nothing_nothing_is_served()
    {
        (int hits, _) = Candidates.Ask(new AuditedAcceptancePolicy(0.02), Questions, seed: 1, static _ => 0.9);
        Assert.Equal(0, hits);
    }

    [Fact]
    public void A_drift_closes_the_gate()
    {
        var policy = new AuditedAcceptancePolicy(0.05, options: new() { HalfLife = 500 });
        (int before, _) = Candidates.Ask(policy, Questions, seed: 1, Rising);
        Candidates.Ask(policy, 3 * Questions, seed: 2, static _ => 0.5);
        (int after, _) = Candidates.Ask(policy, Questions, seed: 3, static _ => 0.5);
        Assert.True(before > 500);
        Assert.InRange(after, 0, before / 50);
    }

    [Fact]
    public void A_finding_of_the_guard_refuses()
    {
        AuditedAcceptancePolicy policy = Learned();
        Assert.True(policy.Decide(Candidates.At(0.99f)).Serve);
        Assert.False(policy.Decide(Candidates.At(0.99f) with { Findings = GuardFindings.Numbers }).Serve);
    }

    [Fact]
    public void A_reported_hit_blocks_what_is_no_nearer_and_leaves_other_entries_alone()
    {
        AuditedAcceptancePolicy policy = Learned();
        policy.Observe(Candidates.Seen(Candidates.At(0.97f, entry: 5), correct: false, ObservationSource.Reported));
        Assert.False(policy.Decide(Candidates.At(0.97f, entry: 5)).Serve);
        Assert.False(policy.Decide(Candidates.At(0.98f, entry: 5)).Serve);
        Assert.True(policy.Decide(Candidates.At(0.98f, entry: 6)).Serve);
        Assert.Equal(1, policy.GetStatus().Total.Reported);
    }

    [Fact]
    public void A_group_whose_own_hits_are_wrong_closes_alone()
    {
        AuditedAcceptancePolicy policy = Learned();
        for (int i = 0; i < 8; i++)
        {
            policy.Observe(Candidates.Seen(Candidates.At(0.99f, entry: 10_000 + i, partition: "bad"), correct: i % 2 == 0, ObservationSource.Audited));
        }

        Assert.False(policy.Decide(Candidates.At(0.99f, entry: 20_000, partition: "bad")).Serve);
        Assert.False(policy.GetStatus().Groups.Single(static group => group.Group == "bad").IsOpen);
        Assert.True(policy.GetStatus().Groups.Single(static group => group.Group == "p").IsOpen);
    }

    [Fact]
    public void What_a_group_got_wrong_is_not_made_good_by_the_others()
    {
        AuditedAcceptancePolicy alone = Learned();
        AuditedAcceptancePolicy beside = Learned();
        (int bad, _) = Candidates.Ask(beside, Questions / 2, seed: 3, static _ => 0.2, partition: "bad");
        (int hits, _) = Candidates.Ask(beside, Questions, seed: 4, Rising);
        (int usual, _) = Candidates.Ask(alone, Questions, seed: 4, Rising);

        Assert.InRange(bad, 1, Questions / 20);
        Assert.True(hits > 0.9 * usual, $"{hits} hits beside a bad group, {usual} without, {bad} of the bad group");
    }

    [Fact]
    public void Near_entries_with_the_same_answer_speak_for_it_and_those_with_another_against_it()
    {
        var policy = new AuditedAcceptancePolicy(0.05);
        var random = new Random(1);
        (int agreed, int contested) = (0, 0);
        for (int question = 0; question < Questions; question++)
        {
            bool agree = random.Next(2) == 0;
            CacheCandidate candidate = Candidates.At(0.8f + (0.1f * random.NextSingle()), question) with { RunnerUp = 0.79f, Agreeing = agree ? 3 : 0, Rival = agree ? null : 0.79f };
            AcceptanceDecision decision = policy.Decide(candidate);
            (agreed, contested) = (agreed + (decision.Serve && agree ? 1 : 0), contested + (decision.Serve && !agree ? 1 : 0));
            if (decision.Audit)
            {
                policy.Observe(Candidates.Seen(candidate, random.NextDouble() < (agree ? 0.99 : 0.6), decision.Serve ? ObservationSource.Audited : ObservationSource.Explored));
            }
        }

        Assert.True(agreed > Questions / 4, $"{agreed} hits");
        Assert.InRange(contested, 0, agreed / 50);
    }

    [Fact]
    public void What_was_learned_survives_a_restart()
    {
        AuditedAcceptancePolicy policy = Learned();
        policy.Observe(Candidates.Seen(Candidates.At(0.97f, entry: 5), correct: false, ObservationSource.Reported));
        var restarted = new AuditedAcceptancePolicy(0.05);
        restarted.Import(policy.Export());
        Assert.True(restarted.Decide(Candidates.At(0.99f, entry: 6)).Serve);
        Assert.False(restarted.Decide(Candidates.At(0.97f, entry: 5)).Serve);
        Assert.Equal(policy.GetStatus().Total.Audited, restarted.GetStatus().Total.Audited);
    }

    [Fact]
    public void Another_cache_starts_with_what_was_learned_and_with_counts_of_its_own()
    {
        var other = new AuditedAcceptancePolicy(0.05);
        other.Import(Learned().Export(), asPrior: true);
        Assert.Equal(0, other.GetStatus().Total.Hits);
        (int hits, int wrong) = Candidates.Ask(other, Questions, seed: 9, Rising);
        (int cold, _) = Candidates.Ask(new AuditedAcceptancePolicy(0.05), Questions, seed: 9, Rising);
        Assert.True(hits > cold);
        Assert.True(wrong <= 0.05 * hits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"version":1,"features":"AAAA","correct":"AQ==","counts":{},"entries":[]}""")]
    public void A_state_that_is_none_is_refused(string state) => Assert.Throws<FormatException>(() => new AuditedAcceptancePolicy(0.05).Import(state));

    [Fact]
    public void The_same_seed_decides_the_same() =>
        Assert.Equal(
            Candidates.Ask(new AuditedAcceptancePolicy(0.05), Questions, seed: 4, Rising),
            Candidates.Ask(new AuditedAcceptancePolicy(0.05), Questions, seed: 4, Rising));

    [Fact]
    public void The_status_counts_what_happened()
    {
        var policy = new AuditedAcceptancePolicy(0.05);
        (int hits, int wrong) = Candidates.Ask(policy, Questions, seed: 6, Rising);
        AuditedGroupStatus total = policy.GetStatus().Total;
        Assert.Equal(hits, total.Hits);
        Assert.Equal(Questions - hits, total.Refusals);
        Assert.InRange(total.FalseHits, 0, wrong);
        Assert.InRange(total.FalseHitBound, (double)wrong / hits, 0.2);
        Assert.Contains("promised 5 %", policy.GetStatus().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_may_ask_and_tell()
    {
        var policy = new AuditedAcceptancePolicy(0.05);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() => Candidates.Ask(policy, 1_000, worker, Rising))));
        AuditedGroupStatus total = policy.GetStatus().Total;
        Assert.Equal(4_000, total.Hits + total.Refusals);
    }

    [Theory]
    [InlineData(0, 0.95)]
    [InlineData(0.6, 0.95)]
    [InlineData(double.NaN, 0.95)]
    [InlineData(0.05, 1)]
    public void A_promise_that_cannot_be_shown_is_refused(double share, double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuditedAcceptancePolicy(share, confidence));

    [Fact]
    public void A_promise_that_nobody_looks_after_is_refused() =>
        Assert.Contains("AuditShare", Assert.Throws<ArgumentException>(() => new AuditedAcceptancePolicy(0.05, options: new() { AuditShare = 0 })).Message, StringComparison.Ordinal);

    private static AuditedAcceptancePolicy Learned()
    {
        var policy = new AuditedAcceptancePolicy(0.05);
        Candidates.Ask(policy, Questions, seed: 1, Rising, entries: 4_000);
        return policy;
    }

    // Nearly always right from 0.85 on, seldom below 0.8.
    private static double Rising(float similarity) => 1 / (1 + Math.Exp(-60 * (similarity - 0.8)));
}
