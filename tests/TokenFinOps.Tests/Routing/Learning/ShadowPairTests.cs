using System.Globalization;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Learning;

/// <summary>Pairs are of what was asked, of all that was asked, and within their money.</summary>
public sealed class ShadowPairTests
{
    private const string Prose = "Well, there is a good deal to be said about this and about that, and more besides, on another day.";

    private static readonly string[] Names = ["nano-1", "mid-1", "frontier-1"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_other_tier_is_asked_what_was_asked_and_not_what_the_conversation_has_become(bool streaming)
    {
        List<int> lengths = [];
        List<string?> instructions = [];
        using TestTiers tiers = Tiers((name, messages, options) =>
        {
            if (name != "frontier-1")
            {
                lengths.Add(messages.Count);
                instructions.Add(options?.Instructions);
            }

            return "The answer is 4";
        });
        for (int i = 0; i < 20; i++)
        {
            List<ChatMessage> history = [new(ChatRole.User, Question(i))];
            var options = new ChatOptions { Instructions = "Add." };
            ChatResponse response = streaming
                ? await tiers.Client.GetStreamingResponseAsync(history, options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
                : await tiers.Client.GetResponseAsync(history, options, TestContext.Current.CancellationToken);
            history.AddRange(response.Messages);
            history.Add(new ChatMessage(ChatRole.User, "And now something else"));
            options.Instructions = "Subtract.";
            await tiers.Client.PendingShadows;
        }

        Assert.NotEmpty(lengths);
        Assert.All(lengths, static each => Assert.Equal(1, each));
        Assert.All(instructions, static each => Assert.Equal("Add.", each));
    }

    [Fact]
    public async Task Prompts_whose_answers_nobody_can_judge_are_not_let_down_with_the_others()
    {
        using TestTiers tiers = Tiers(static (name, messages, _) => NumberOf(messages) % 2 == 0 ? $"The answer is {NumberOf(messages)}" : $"{name}: {Prose}");

        await AskAsync(tiers, 600);

        RoutingDecision last = await LastAsync(tiers);
        Assert.Equal("frontier", last.Tier);
        Assert.Contains("could not be judged and count as lost", last.Remarks.Single(static remark => remark.Source == "admission").Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_that_fails_teaches_nothing()
    {
        int calls = 0;
        using TestTiers tiers = Tiers(
            static (name, _, _) => $"{name}: {Prose}", learning => learning.Evaluate = (_, _, _) => calls++ < 200 ? throw new TimeoutException() : new(1));

        await AskAsync(tiers, 800);

        Assert.Equal("nano", (await LastAsync(tiers)).Tier);
    }

    [Fact]
    public async Task Answers_of_a_deployment_that_the_caller_named_do_not_refute_the_promise()
    {
        using TestTiers tiers = Tiers(static (_, messages, _) => $"The answer is {NumberOf(messages)}");
        await AskAsync(tiers, 400, rateWith: 1);
        tiers.Options.Learning!.ShadowShare = 0;

        for (int i = 0; i < 300; i++)
        {
            ChatResponse response = await tiers.Client.GetResponseAsync(Question(i), new ChatOptions { ModelId = "nano-1" }, TestContext.Current.CancellationToken);
            Assert.False(tiers.Client.RecordOutcome(response.ResponseId!, 0));
        }

        await tiers.CallAsync(prompt: Question(1));
        Assert.Equal("nano", (await LastAsync(tiers)).Tier);
    }

    [Fact]
    public async Task Answers_of_a_fallback_do_not_refute_the_promise()
    {
        using TestTiers tiers = Tiers(static (_, messages, _) => $"The answer is {NumberOf(messages)}", static learning => learning.ShadowShare = 0);
        tiers.Fail("frontier-1", static () => TestTiers.Status(System.Net.HttpStatusCode.InternalServerError));

        ChatResponse response = await tiers.PassTimeAsync(() => tiers.Client.GetResponseAsync(Question(1), null, TestContext.Current.CancellationToken));

        Assert.Equal("mid-1", response.ModelId);
        Assert.False(tiers.Client.RecordOutcome(response.ResponseId!, 0));
    }

    [Fact]
    public async Task The_cheapest_good_tier_is_found_whichever_is_proved_first()
    {
        for (int seed = 1; seed <= 4; seed++)
        {
            int chosen = seed;
            using TestTiers tiers = Tiers(static (_, messages, _) => $"The answer is {NumberOf(messages)}", more: options => options.Seed = chosen);

            await AskAsync(tiers, 1_200);

            Assert.Equal("nano", (await LastAsync(tiers)).Tier);
        }
    }

    [Fact]
    public async Task The_cap_of_a_day_holds_for_requests_at_once()
    {
        using TestTiers tiers = Tiers(static (_, _, _) => "The answer is 4", static learning => learning.MaxShadowCostPerDay = 0.005m);
        await tiers.CallAsync(prompt: AsLongAsItCosts(0));
        await tiers.Client.PendingShadows;
        var gate = new TaskCompletionSource();
        foreach (string name in Names[..2])
        {
            var respond = tiers[name].Respond!;
            tiers[name].Respond = async (messages, options, token) =>
            {
                await gate.Task;
                return await respond(messages, options, token);
            };
        }

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => tiers.CallAsync(prompt: AsLongAsItCosts(i))));
        gate.SetResult();
        await tiers.Client.PendingShadows;

        // Prices are estimated, so a little is left to chance.
        Assert.InRange(await PaidAsync(tiers), 0.001m, 0.0052m);
    }

    [Fact]
    public async Task Attempts_that_bring_no_answer_count_for_the_cap()
    {
        using TestTiers tiers = Tiers(static (name, _, _) => name == "frontier-1" ? "The answer is 4" : string.Empty, static learning => learning.MaxShadowCostPerDay = 0.005m);
        for (int i = 0; i < 100; i++)
        {
            await tiers.CallAsync(prompt: AsLongAsItCosts(i));
            await tiers.Client.PendingShadows;
            tiers.Time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.InRange(await PaidAsync(tiers), 0.001m, 0.0052m);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 20)]
    public async Task Where_there_is_no_price_no_cap_can_be_kept(bool withoutCap, int made)
    {
        using TestTiers tiers = Tiers(static (_, _, _) => "The answer is 4", learning => learning.MaxShadowCostPerDay = withoutCap ? decimal.MaxValue : 1);
        tiers.Prices.RemoveAll(static each => each.Model is "nano-1" or "mid-1");

        await AskAsync(tiers, 20);

        Assert.Equal(made, (await tiers.EntriesAsync()).Count(static entry => entry.Routing!.Role == AttemptRole.Shadow));
    }

    [Fact]
    public async Task What_a_judgement_costs_is_the_routers_own_and_counts_for_the_cap()
    {
        IChatClient? judge = null;
        using TestTiers tiers = Tiers(static (name, _, _) => $"{name}: {Prose}", learning =>
        {
            learning.MaxShadowCostPerDay = 0.05m;
            learning.Evaluate = async (_, _, token) =>
            {
                await judge!.GetResponseAsync("Rate it.", null, token);
                return 1;
            };
        });
        TestChatClient provider = TestChatClient.Answering("5", TestTiers.Usage(), "frontier-1");
        provider.Metadata = new ChatClientMetadata("openai", null, "frontier-1");
        judge = new MeteringChatClient(provider, tiers.Recorder);

        await AskAsync(tiers, 30);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        LedgerEntry[] judged = [.. entries.Where(static entry => entry.Deployment is null)];
        Assert.NotEmpty(judged);
        Assert.All(judged, entry => Assert.Equal((AttemptRole.Judge, 0m), (entry.Routing!.Role, entry.BaselineCost)));
        Assert.All(judged, entry => Assert.Contains(entries, answer => answer.RequestId == entry.RequestId && answer.Routing!.Role == AttemptRole.Answer));
        Assert.InRange(judged.Sum(static entry => entry.Cost.Effective.GetValueOrDefault()), 0.02m, 0.08m);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pairs_of_an_evaluation_of_the_users_own_prove_a_tier(bool tagged)
    {
        using TestTiers tiers = Tiers(static (_, messages, _) => $"The answer is {NumberOf(messages)}", static learning => learning.ShadowShare = 0, options => options.WorkloadTag = tagged ? "feature" : null);
        IRoutingFeedback feedback = tiers.Client.GetService<IRoutingFeedback>()!;
        using IDisposable feature = FinOps.Attribute(("feature", "search"));
        var tags = TokenFinOps.Attribution.TagSet.Of(("feature", "search"));
        for (int i = 0; i < 300; i++)
        {
            // Instructions that change from call to call are one workload only under its tag.
            var options = new ChatOptions { Instructions = tagged ? $"It is {i} o'clock." : "Add." };
            Assert.True(feedback.RecordPair(new RoutingRequest([new ChatMessage(ChatRole.User, Question(i))], options, tags), "nano", 1, 1));
        }

        await tiers.CallAsync(options: new ChatOptions { Instructions = tagged ? "It is noon." : "Add." }, prompt: Question(1));

        Assert.Equal("nano", (await LastAsync(tiers)).Tier);
    }

    [Theory]
    [InlineData("frontier")]
    [InlineData("small")]
    public void A_pair_is_of_a_tier_below_the_baselines(string tier)
    {
        using TestTiers tiers = Tiers(static (_, _, _) => "The answer is 4");

        ArgumentException error = Assert.Throws<ArgumentException>(() => tiers.Client.RecordPair(new RoutingRequest([]), tier, 1, 1));

        Assert.Contains("use one of nano, mid", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => tiers.Client.RecordPair(new RoutingRequest([]), "nano", double.NaN, 1));
    }

    [Fact]
    public void Without_learning_pairs_are_not_taken()
    {
        using var tiers = new TestTiers();

        Assert.False(tiers.Client.RecordPair(new RoutingRequest([]), "nano", 1, 1));
    }

    private static TestTiers Tiers(
        Func<string, IReadOnlyList<ChatMessage>, ChatOptions?, string> say, Action<LearningOptions>? configure = null, Action<RoutingOptions>? more = null)
    {
        var tiers = new TestTiers(options =>
        {
            options.Learning = new LearningOptions { Guarantee = QualityLoss.AtMost(0.03), MaxShadowCostPerDay = 1_000, ShadowShare = 1 };
            configure?.Invoke(options.Learning);
            more?.Invoke(options);
        });
        int id = 0;
        foreach (string name in Names)
        {
            tiers[name].Respond = (messages, options, _) => Task.FromResult(Answer(messages, options));
            tiers[name].Stream = (messages, options, _) => Answer(messages, options).ToChatResponseUpdates().ToAsyncEnumerable();

            ChatResponse Answer(IEnumerable<ChatMessage> messages, ChatOptions? options)
            {
                ChatResponse response = TestChatClient.Answer(say(name, [.. messages], options), TestTiers.Usage(), name);
                response.ResponseId = $"response-{Interlocked.Increment(ref id)}";
                response.FinishReason = response.Text.Length == 0 ? null : ChatFinishReason.Stop;
                return response;
            }
        }

        return tiers;
    }

    private static async Task AskAsync(TestTiers tiers, int times, double? rateWith = null)
    {
        for (int i = 0; i < times; i++)
        {
            ChatResponse response = await tiers.Client.GetResponseAsync(Question(i), null, TestContext.Current.CancellationToken);
            await tiers.Client.PendingShadows;
            if (rateWith is { } quality)
            {
                tiers.Client.RecordOutcome(response.ResponseId!, quality);
            }
        }
    }

    private static string Question(int number) => $"What is the number {number}";

    // 1,000 tokens at four characters each, which is what the providers of the test bill.
    private static string AsLongAsItCosts(int number) => $"{new string('x', 3_970)} What is the number {number}";

    private static int NumberOf(IReadOnlyList<ChatMessage> messages) => int.Parse(messages[^1].Text.Split(' ')[^1], CultureInfo.InvariantCulture);

    private static async Task<decimal> PaidAsync(TestTiers tiers) =>
        (await tiers.EntriesAsync()).Where(static entry => entry.Routing!.Role == AttemptRole.Shadow).Sum(static entry => entry.Cost.Effective.GetValueOrDefault());

    private static async Task<RoutingDecision> LastAsync(TestTiers tiers) => (await tiers.EntriesAsync()).Select(static entry => entry.Routing?.Decision).OfType<RoutingDecision>().Last();
}
