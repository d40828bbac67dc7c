using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Learning;

/// <summary>The promise is about all requests, all tiers and all times together.</summary>
public sealed class PromiseTests
{
    private static readonly ImmutableArray<string> Two = ["cheap", "strong"];
    private static readonly ImmutableArray<string> Three = ["nano", "mid", "frontier"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void However_often_it_is_looked_at_a_tier_that_loses_too_much_is_hardly_ever_let_in(int cheapTiers)
    {
        const int workloads = 200;
        int everIn = 0;
        for (int seed = 0; seed < workloads; seed++)
        {
            var random = new Random(seed);
            TierEvidence[] tiers = [.. Enumerable.Range(0, cheapTiers).Select(_ => new TierEvidence(Options(0.05), [0f], cheapTiers))];
            bool wasIn = false;
            for (int pair = 0; pair < 3_000 && !wasIn; pair++)
            {
                foreach (TierEvidence tier in tiers)
                {
                    tier.AddPair(new LearnedPair(0, random.NextDouble() < 0.051 ? 0 : 1, 1));
                    wasIn |= tier.Current.Permits;
                }
            }

            everIn += wasIn ? 1 : 0;
        }

        // 5 % is promised; three standard errors of 200 draws beside it.
        Assert.InRange(everIn, 0, (int)((0.05 + (3 * Math.Sqrt(0.05 * 0.95 / workloads))) * workloads));
    }

    [Fact]
    public void A_faultless_tier_is_let_in_after_some_hundred_pairs()
    {
        var tier = new TierEvidence(Options(0.01), [0f], tiers: 1);
        int pairs = 0;
        for (; !tier.Current.Permits && pairs < 2_000; pairs++)
        {
            tier.AddPair(new LearnedPair(0, 1, 1));
        }

        Assert.InRange(pairs, 300, 600);
    }

    [Fact]
    public void Until_enough_pairs_are_there_it_is_told_how_many_it_takes()
    {
        var tier = new TierEvidence(Options(0.01), [0f], tiers: 1);

        Add(tier, 100, quality: 1);

        Assert.Matches("^100 pairs so far, of [34][0-9][0-9] that it takes at least$", tier.Current.Reason);
    }

    [Fact]
    public void A_permission_is_taken_back_when_newer_pairs_do_not_bear_it_out()
    {
        var tier = new TierEvidence(Options(0.05), [0f], tiers: 1);
        Add(tier, 500, quality: 1);
        Assert.True(tier.Current.Permits);

        Add(tier, 300, quality: 0);

        Assert.False(tier.Current.Permits);
    }

    [Fact]
    public void Two_cheap_tiers_that_answer_beside_each_other_share_the_loss()
    {
        // nano loses 0.03 on the easy half, mid 0.03 on the hard one: each alone keeps the promise of 0.05.
        var learner = new TierLearner(Options(0.05, 0.5f, 1f), Three, 2);
        var random = new Random(3);
        for (int i = 0; i < 3_000; i++)
        {
            bool isEasy = random.Next(2) == 0;
            bool isLost = random.NextDouble() < 0.06;
            learner.AddPair(Ask(isEasy ? 0.2 : 0.8), 0, (isEasy && !isLost ? 1 : 0, 1));
            learner.AddPair(Ask(isEasy ? 0.2 : 0.8), 1, (isEasy || !isLost ? 1 : 0, 1));
        }

        double lostOnEasy = learner.Lowest(Ask(0.2)).Rank == 0 ? 0.06 : 0;
        double lostOnHard = learner.Lowest(Ask(0.8)).Rank switch { 0 => 1, 1 => 0.06, _ => 0 };

        Assert.InRange((lostOnEasy + lostOnHard) / 2, 0, 0.05);
    }

    [Fact]
    public void Answers_of_the_baseline_count_for_the_promise_too()
    {
        // A quarter of the requests goes down and loses a tenth there: 0.025 of all, and 0.05 is promised.
        var learner = new TierLearner(Options(0.05, 0.5f), Two, 1);
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++)
        {
            bool isEasy = random.NextDouble() < 0.25;
            learner.AddPair(Ask(isEasy ? 0.2 : 0.8), 0, (isEasy && random.NextDouble() >= 0.1 ? 1 : 0, 1));
        }

        Tell(learner, 300, Ask(0.2), rank: 1, static () => 1);
        for (int i = 0; i < 4_000; i++)
        {
            bool isEasy = random.NextDouble() < 0.25;
            Tell(learner, 1, Ask(isEasy ? 0.2 : 0.8), isEasy ? 0 : 1, () => isEasy && random.NextDouble() < 0.1 ? 0 : 1);
        }

        Assert.Equal(0, learner.Lowest(Ask(0.2)).Rank);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(200)]
    public void A_tier_as_good_as_the_baseline_is_hardly_ever_refuted_however_few_outcomes_of_it_are_known(int known)
    {
        int refuted = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            TierLearner learner = Proved(Options(0.01));
            Tell(learner, known, Ask(0), rank: 1, Nine);
            Tell(learner, 1_000, Ask(0), rank: 0, Nine);
            refuted += learner.Lowest(Ask(0)).Rank == 0 ? 0 : 1;

            double Nine() => random.NextDouble() < 0.9 ? 1 : 0;
        }

        Assert.InRange(refuted, 0, 3);
    }

    [Fact]
    public void A_tier_that_gets_worse_is_refuted_by_what_its_answers_turn_out_to_be_worth()
    {
        var random = new Random(1);
        TierLearner learner = Proved(Options(0.05));
        Tell(learner, 200, Ask(0), rank: 1, () => random.NextDouble() < 0.9 ? 1 : 0);

        Tell(learner, 1_000, Ask(0), rank: 0, () => random.NextDouble() < 0.6 ? 1 : 0);

        (int rank, string reason, _) = learner.Lowest(Ask(0));
        Assert.Equal(1, rank);
        Assert.Contains("refuted", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_baseline_makes_of_hard_prompts_excuses_nothing_on_easy_ones()
    {
        // Its answers to hard prompts are worth as much as the cheap tier's to easy ones have become.
        var learner = new TierLearner(Options(0.05, 0.5f), Two, 1);
        for (int i = 0; i < 1_000; i++)
        {
            learner.AddPair(Ask(i % 2 == 0 ? 0.2 : 0.8), 0, (i % 2 == 0 ? 1 : 0, 1));
        }

        var random = new Random(5);
        Tell(learner, 150, Ask(0.2), rank: 1, static () => 1);
        for (int i = 0; i < 2_000; i++)
        {
            Tell(learner, 1, Ask(0.8), rank: 1, () => random.NextDouble() < 0.6 ? 1 : 0);
            Tell(learner, 1, Ask(0.2), rank: 0, () => random.NextDouble() < 0.6 ? 1 : 0);
            if (i == 300)
            {
                break;
            }
        }

        Assert.Equal(1, learner.Lowest(Ask(0.2)).Rank);
    }

    [Fact]
    public void An_outcome_that_is_told_twice_counts_once()
    {
        TierLearner learner = Proved(Options(0.05));
        Tell(learner, 200, Ask(0), rank: 1, static () => 1);
        learner.Answered("only", Scored(learner, Ask(0)), Tier(0));

        Assert.True(learner.RecordOutcome("only", 0));
        Assert.All(Enumerable.Range(0, 200), _ => Assert.False(learner.RecordOutcome("only", 0)));

        Assert.Equal(0, learner.Lowest(Ask(0)).Rank);
    }

    [Fact]
    public void A_score_that_is_no_number_is_the_hardest_and_stops_nothing()
    {
        var tier = new TierEvidence(Options(0.05, 0.5f), [0.5f], tiers: 1);
        Add(tier, 500, quality: 1);
        tier.AddPair(new LearnedPair(double.NaN, 0, 1));
        Assert.True(tier.Current.Accepts(0));
        Assert.False(tier.Current.Accepts(double.NaN));

        Add(tier, 500, quality: 0);

        Assert.False(tier.Current.Accepts(0));
        Assert.False(tier.Current.Accepts(double.NegativeInfinity));
    }

    [Fact]
    public void Work_that_came_but_once_does_not_end_learning()
    {
        var learner = new TierLearner(Options(0.05), Two, 1);
        for (int i = 0; i < 3_000; i++)
        {
            learner.AddPair(Ask(0, $"Today is day {i}."), 0, (1, 1));
        }

        for (int i = 0; i < 1_000; i++)
        {
            learner.AddPair(Ask(0, "The work that stays."), 0, (1, 1));
        }

        Assert.Equal(0, learner.Lowest(Ask(0, "The work that stays.")).Rank);
    }

    private static void Add(TierEvidence tier, int pairs, double quality)
    {
        for (int i = 0; i < pairs; i++)
        {
            tier.AddPair(new LearnedPair(0, quality, 1));
        }
    }

    private static void Tell(TierLearner learner, int times, RoutingRequest request, int rank, Func<double> quality)
    {
        for (int i = 0; i < times; i++)
        {
            string id = Guid.NewGuid().ToString();
            learner.Answered(id, Scored(learner, request), Tier(rank));
            Assert.True(learner.RecordOutcome(id, quality()));
        }
    }

    private static TierLearner Proved(LearningOptions options)
    {
        var learner = new TierLearner(options, Two, 1);
        for (int i = 0; i < 600; i++)
        {
            learner.AddPair(Ask(0), 0, (1, 1));
        }

        Assert.Equal(0, learner.Lowest(Ask(0)).Rank);
        return learner;
    }

    // The router asks first where a request may go.
    private static RoutingRequest Scored(TierLearner learner, RoutingRequest request)
    {
        learner.Lowest(request);
        return request;
    }

    private static RoutingRequest Ask(double score, string? instructions = null) =>
        new([new ChatMessage(ChatRole.User, score.ToString(CultureInfo.InvariantCulture))], instructions is null ? null : new ChatOptions { Instructions = instructions });

    private static LearningOptions Options(double loss, params float[] thresholds) => new()
    {
        Guarantee = QualityLoss.AtMost(loss),
        Scorer = thresholds.Length == 0 ? null : new ReadScore(),
        Thresholds = thresholds.Length == 0 ? null : thresholds,
    };

    private static Deployment Tier(int rank) =>
        new(new DeploymentOptions("d" + rank, "m"), "t" + rank, rank, TestChatClient.Answering(), null, null, null!) { Capabilities = DeploymentCapabilities.All };

    private sealed class ReadScore : IPromptScorer
    {
        public double Score(ReadOnlySpan<char> prompt) => double.Parse(prompt, CultureInfo.InvariantCulture);
    }
}
