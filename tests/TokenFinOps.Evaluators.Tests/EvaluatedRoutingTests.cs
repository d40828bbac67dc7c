using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Evaluators.Tests;

/// <summary>Free prose, which nobody can compare, goes to a cheap tier as far as evaluations allow.</summary>
public sealed class EvaluatedRoutingTests : IAsyncDisposable
{
    private readonly TestChatClient _small = Provider("small", "gpt-5-mini");
    private readonly TestChatClient _large = Provider("large", "gpt-5");
    private readonly TestChatClient _judge = Provider("judge", "gpt-5-nano");
    private readonly ServiceProvider _services = new ServiceCollection().AddTokenFinOps().BuildServiceProvider();

    private CostRecorder Recorder => _services.GetRequiredService<CostRecorder>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cascade_returns_the_cheap_answer_when_it_is_rated_good(bool streaming)
    {
        IChatClient client = Client(static routing => routing.Cascades.Add(Checked(EvaluationRating.Good)));

        Assert.StartsWith("Well, said small", await AskAsync(client, streaming), StringComparison.Ordinal);
        Assert.Equal(0, _large.Calls);
    }

    [Theory]
    [InlineData(EvaluationRating.Average, false)]
    [InlineData(EvaluationRating.Average, true)]
    [InlineData(EvaluationRating.Inconclusive, false)]
    [InlineData(EvaluationRating.Inconclusive, true)]
    public async Task A_cascade_escalates_when_it_is_not_or_nobody_knows(EvaluationRating rating, bool streaming)
    {
        IChatClient client = Client(routing => routing.Cascades.Add(Checked(rating)));

        Assert.StartsWith("Well, said large", await AskAsync(client, streaming), StringComparison.Ordinal);
        Assert.All(await EntriesAsync(), static entry => Assert.True(entry.Routing?.Decision?.Remarks.Any(static remark => remark.Score is double.NaN) is not true));
    }

    [Fact]
    public async Task A_cheap_tier_is_let_in_once_evaluations_prove_it_and_thrown_out_when_they_refute_it()
    {
        TieringChatClient router = Learning(new AnswerEvaluator(new ScriptedEvaluator(static _ => EvaluationRating.Exceptional)));
        IRoutingFeedback feedback = router.GetService<IRoutingFeedback>()!;

        await AskAndRateAsync(150);
        Assert.StartsWith("Well, said small", await AskAsync(router, streaming: false), StringComparison.Ordinal);
        await AskAndRateAsync(300);

        Assert.StartsWith("Well, said large", await AskAsync(router, streaming: false), StringComparison.Ordinal);

        async Task AskAndRateAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                ChatResponse answer = await router.GetResponseAsync("Tell me.", null, TestContext.Current.CancellationToken);
                await router.PendingShadows;
                Assert.True(feedback.RecordOutcome(answer.ResponseId!, Evaluation(answer.ModelId == "gpt-5" ? EvaluationRating.Exceptional : EvaluationRating.Poor)));
            }
        }
    }

    [Theory]
    [InlineData(EvaluationRating.Poor)]
    [InlineData(EvaluationRating.Inconclusive)]
    public async Task A_cheap_tier_stays_out_when_its_answers_are_worse_or_cannot_be_told(EvaluationRating rating)
    {
        TieringChatClient router = Learning(new AnswerEvaluator(new ScriptedEvaluator(answer => answer.ModelId == "gpt-5" ? EvaluationRating.Exceptional : rating)));

        await AskAndWaitAsync(router, 300);

        Assert.Equal(300, _small.Calls);
        Assert.All((await EntriesAsync()).Where(static entry => entry.Routing?.Role == AttemptRole.Answer), static entry => Assert.Equal("large", entry.Routing!.Tier));
    }

    [Fact]
    public async Task What_is_inconclusive_is_not_recorded()
    {
        TieringChatClient router = Learning(new AnswerEvaluator(new ScriptedEvaluator(static _ => EvaluationRating.Good)));
        ChatResponse answer = await router.GetResponseAsync("Tell me.", null, TestContext.Current.CancellationToken);
        IRoutingFeedback feedback = router.GetService<IRoutingFeedback>()!;

        Assert.False(feedback.RecordOutcome(answer.ResponseId!, Evaluation(EvaluationRating.Inconclusive)));
        Assert.True(feedback.RecordOutcome(answer.ResponseId!, Evaluation(EvaluationRating.Good)));
        Assert.Throws<ArgumentException>(() => feedback.RecordOutcome("", Evaluation(EvaluationRating.Good)));
    }

    [Fact]
    public async Task What_a_judge_costs_is_on_the_ledger()
    {
        IChatClient client = Client(routing => routing.Cascades.Add(Checked(EvaluationRating.Good, new ChatConfiguration(new MeteringChatClient(_judge, Recorder)))));

        await AskAsync(client, streaming: false);

        LedgerEntry judged = Assert.Single(await EntriesAsync(), static entry => entry.Model == "gpt-5-nano");
        Assert.True(judged.Cost.Effective > 0);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Cascade Checked(EvaluationRating rating, ChatConfiguration? judge = null) =>
        new("rated", new AnswerEvaluator(new ScriptedEvaluator(_ => rating), judge).ToAcceptance(), "small");

    private static EvaluationResult Evaluation(EvaluationRating rating) =>
        new(new NumericMetric(ScriptedEvaluator.Metric, 3) { Interpretation = new EvaluationMetricInterpretation(rating) });

    private static TestChatClient Provider(string name, string model)
    {
        int id = 0;
        return new TestChatClient
        {
            Metadata = new ChatClientMetadata("openai", null, model),
            Respond = (_, _, _) => Task.FromResult(Answer()),
            Stream = (_, _, _) => Answer().ToChatResponseUpdates().ToAsyncEnumerable(),
        };

        ChatResponse Answer()
        {
            ChatResponse response = TestChatClient.Answer(
                $"Well, said {name}, there is a good deal to be said about this and about that, and more besides.", new UsageDetails { InputTokenCount = 1_000, OutputTokenCount = 100 }, model);
            response.ResponseId = $"{name}-{Interlocked.Increment(ref id)}";
            return response;
        }
    }

    private static async Task<string> AskAsync(IChatClient client, bool streaming) => streaming
        ? (await client.GetStreamingResponseAsync("Tell me.", null, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)).Text
        : (await client.GetResponseAsync("Tell me.", null, TestContext.Current.CancellationToken)).Text;

    private static async Task AskAndWaitAsync(TieringChatClient router, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await AskAsync(router, streaming: i % 2 == 0);
            await router.PendingShadows;
        }
    }

    private TieringChatClient Learning(AnswerEvaluator evaluator) => Client(routing => routing.Learning = new LearningOptions
    {
        Guarantee = QualityLoss.AtMost(0.05),
        ShadowShare = 1,
        MaxShadowCostPerDay = 1_000,
        Evaluate = evaluator.ScoreAsync,
    });

    private TieringChatClient Client(Action<RoutingOptions> configure)
    {
        RoutingOptions options = new RoutingOptions()
            .AddTier("small", tier => tier.AddDeployment("small", "gpt-5-mini", _ => _small))
            .AddTier("large", tier => tier.AddDeployment("large", "gpt-5", _ => _large));
        configure(options);
        return new TieringChatClient(_large, options, Recorder);
    }

    private async Task<List<LedgerEntry>> EntriesAsync() =>
        await _services.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
