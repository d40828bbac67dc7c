using System.Globalization;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Learning;

/// <summary>The router learns from pairs of answers whether a cheaper tier is good enough, and lets nothing down before that is proved.</summary>
public sealed class LearningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_goes_down_once_pairs_prove_the_cheap_tier_good_enough(bool streaming)
    {
        using TestTiers tiers = Tiers(static learning => learning.ShadowShare = 1, wrongOf: 0);

        await AskAsync(tiers, 400, streaming);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal("frontier-1", entries[0].Deployment);
        LedgerEntry last = entries.Last(static entry => entry.Routing!.Role == AttemptRole.Answer);
        Assert.Equal(("nano-1", "right-sizing"), (last.Deployment, last.Routing!.Decision!.DecidedBy));
        Assert.Contains("pairs prove a loss of at most", last.Routing.Decision.Remarks[0].Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tier_that_is_not_good_enough_is_refused_whatever_the_policies_say()
    {
        using TestTiers tiers = Tiers(static learning => learning.ShadowShare = 1, wrongOf: 5, static options => options.Policies.Add(new TagRoutingPolicy("feature", null, "nano")));
        using IDisposable feature = FinOps.Attribute(("feature", "search"));

        await AskAsync(tiers, 400, streaming: false);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.All(entries.Where(static entry => entry.Routing!.Role == AttemptRole.Answer), static entry => Assert.NotEqual("nano-1", entry.Deployment));
        Assert.Contains(entries[^2].Routing!.Decision?.Remarks ?? entries[^1].Routing!.Decision!.Remarks, static remark => remark.Source == "admission");
    }

    [Fact]
    public async Task Answers_of_a_cascade_teach_nothing_about_a_tier_alone()
    {
        using TestTiers tiers = Tiers(static learning => learning.ShadowShare = 1, wrongOf: 5, static options => options.Cascades.Add(Cascade.OnAgreement(["nano-1", "mid-1"])));

        await AskAsync(tiers, 300, streaming: false);

        Assert.DoesNotContain(await tiers.EntriesAsync(), static entry => entry.Routing!.Role == AttemptRole.Shadow);
    }

    [Fact]
    public async Task A_prompt_is_scored_once()
    {
        var scorer = new CountingScorer();
        using TestTiers tiers = Tiers(learning => (learning.Scorer, learning.Thresholds) = (scorer, [0f]), wrongOf: 0);

        await AskAsync(tiers, 10, streaming: false);

        Assert.Equal(10, scorer.Calls);
    }

    [Fact]
    public async Task A_scorer_that_fails_lets_nothing_down()
    {
        using TestTiers tiers = Tiers(static learning => (learning.Scorer, learning.Thresholds) = (new CountingScorer { Fails = true }, [0f]), wrongOf: 0);

        await AskAsync(tiers, 1, streaming: false);

        LedgerEntry entry = Assert.Single(await tiers.EntriesAsync());
        Assert.Equal(("frontier-1", "default"), (entry.Deployment, entry.Routing!.Decision!.DecidedBy));
        Assert.Contains("failed with InvalidOperationException", Assert.Single(entry.Routing.Decision.Remarks).Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workloads_are_learned_apart()
    {
        using TestTiers tiers = Tiers(static learning => learning.ShadowShare = 1, wrongOf: 0);

        await AskAsync(tiers, 400, streaming: false, instructions: "Add numbers.");
        int before = tiers["frontier-1"].Calls;
        await tiers.CallAsync(options: new ChatOptions { Instructions = "Prove theorems." }, prompt: Question(1));

        Assert.Equal(before + 1, tiers["frontier-1"].Calls);
    }

    [Fact]
    public async Task Shadow_attempts_are_in_the_ledger_as_the_routers_own_cost_and_stop_at_their_cap()
    {
        using TestTiers tiers = Tiers(static learning => (learning.ShadowShare, learning.MaxShadowCostPerDay) = (1, 0.0005m), wrongOf: 0);

        await AskAsync(tiers, 50, streaming: false);

        LedgerEntry[] shadows = [.. (await tiers.EntriesAsync()).Where(static entry => entry.Routing!.Role == AttemptRole.Shadow)];
        Assert.InRange(shadows.Sum(static entry => entry.Cost.Effective.GetValueOrDefault()), 0.0005m, 0.0005m + 0.0014m);
        Assert.All(shadows, static entry => Assert.Equal(0m, entry.BaselineCost));

        tiers.Time.Advance(TimeSpan.FromDays(1));
        await AskAsync(tiers, 1, streaming: false);

        Assert.Equal(shadows.Length + 1, (await tiers.EntriesAsync()).Count(static entry => entry.Routing!.Role == AttemptRole.Shadow));
    }

    [Fact]
    public async Task Outcomes_that_refute_the_promise_send_everything_up_again()
    {
        using TestTiers tiers = Tiers(static learning => learning.ShadowShare = 1, wrongOf: 0);
        IRoutingFeedback feedback = tiers.Client.GetService<IRoutingFeedback>()!;

        await AskAndRateAsync(400);
        Assert.Equal("nano-1", (await tiers.EntriesAsync()).Last(static entry => entry.Routing!.Role == AttemptRole.Answer).Deployment);
        tiers.Options.Learning!.ShadowShare = 0;
        await AskAndRateAsync(1_500);

        LedgerEntry last = (await tiers.EntriesAsync())[^1];
        Assert.Equal("frontier-1", last.Deployment);
        Assert.Contains(last.Routing!.Decision!.Remarks, static remark => remark.Statement.Contains("refuted", StringComparison.Ordinal));

        async Task AskAndRateAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                ChatResponse response = await tiers.Client.GetResponseAsync(Question(i), null, TestContext.Current.CancellationToken);
                await tiers.Client.PendingShadows;
                Assert.True(feedback.RecordOutcome(response.ResponseId!, response.ModelId == "frontier-1" ? 1 : 0.5));
            }
        }
    }

    [Fact]
    public async Task Prose_is_learned_from_only_where_the_user_says_how_good_it_is()
    {
        using TestTiers tiers = Prose(static (_, response, _) => new(response.Text.Length > 0 ? 1 : null));

        await AskAsync(tiers, 400, streaming: false);

        Assert.True(tiers["nano-1"].Calls > 0);
        Assert.Equal("nano-1", (await tiers.EntriesAsync()).Last(static entry => entry.Routing!.Role == AttemptRole.Answer).Deployment);
    }

    [Fact]
    public async Task A_score_that_is_no_number_teaches_nothing()
    {
        int scores = 0;
        using TestTiers tiers = Prose((_, _, _) => new(scores++ < 50 ? double.NaN : 1));

        await AskAsync(tiers, 600, streaming: false);

        Assert.Equal("nano-1", (await tiers.EntriesAsync()).Last(static entry => entry.Routing!.Role == AttemptRole.Answer).Deployment);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void An_outcome_lies_between_useless_and_perfect(double quality)
    {
        using var tiers = new TestTiers();

        Assert.Throws<ArgumentOutOfRangeException>(() => tiers.Client.RecordOutcome("response-1", quality));
    }

    private static TestTiers Prose(Func<RoutingRequest, ChatResponse, CancellationToken, ValueTask<double?>> evaluate)
    {
        TestTiers tiers = Tiers(learning => (learning.ShadowShare, learning.Evaluate) = (1, evaluate), wrongOf: 0);
        foreach (string name in (string[])["nano-1", "mid-1", "frontier-1"])
        {
            tiers[name].Respond = (_, _, _) => Task.FromResult(TestChatClient.Answer($"Well, said {name}, there is a good deal to be said about this and about that, and more besides.", TestTiers.Usage(), name));
        }

        return tiers;
    }

    private static TestTiers Tiers(Action<LearningOptions> configure, int wrongOf, Action<TokenFinOps.Routing.RoutingOptions>? more = null)
    {
        var tiers = new TestTiers(options =>
        {
            options.Learning = new LearningOptions { Guarantee = QualityLoss.AtMost(0.03), MaxShadowCostPerDay = 1_000 };
            configure(options.Learning);
            more?.Invoke(options);
        });
        int id = 0;
        foreach (string name in (string[])["nano-1", "mid-1", "frontier-1"])
        {
            tiers[name].Respond = (messages, _, _) => Task.FromResult(Answer(messages));
            tiers[name].Stream = (messages, _, _) => Answer(messages).ToChatResponseUpdates().ToAsyncEnumerable();

            // Cheap tiers are wrong on every so-manieth question.
            ChatResponse Answer(IEnumerable<ChatMessage> messages)
            {
                int number = int.Parse(messages.Last().Text.Split(' ')[^1], CultureInfo.InvariantCulture);
                bool isWrong = name != "frontier-1" && wrongOf > 0 && number % wrongOf == 0;
                ChatResponse response = TestChatClient.Answer($"The answer is {(isWrong ? -1 : number)}", TestTiers.Usage(), name);
                response.ResponseId = $"response-{Interlocked.Increment(ref id)}";
                return response;
            }
        }

        return tiers;
    }

    private static string Question(int number) => $"What is the number {number}";

    private static async Task AskAsync(TestTiers tiers, int times, bool streaming, string? instructions = null)
    {
        for (int i = 0; i < times; i++)
        {
            await tiers.CallAsync(streaming, instructions is null ? null : new ChatOptions { Instructions = instructions }, Question(i));
            await tiers.Client.PendingShadows;
        }
    }

    private sealed class CountingScorer : IPromptScorer
    {
        public bool Fails { get; init; }

        public int Calls { get; private set; }

        public double Score(ReadOnlySpan<char> prompt)
        {
            Calls++;
            return Fails ? throw new InvalidOperationException() : 0;
        }
    }
}
