using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Cascades.Learning;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Tests.Routing.Cascades;

/// <summary>A cascade learns whose answer is good enough for its price.</summary>
public sealed class LearnedAcceptanceTests
{
    private static readonly CascadeModel Model = new CascadeTrainer().Train(PlantedAnswers.Make(1_200), TestContext.Current.CancellationToken);
    private static readonly LearnedAcceptance Learned = new(Model);

    [Fact]
    public async Task What_the_first_member_always_knows_it_answers_alone()
    {
        AnswerVerdict verdict = await JudgeAsync(PlantedAnswers.Poem(7_001), PlantedAnswers.Say("1", PlantedAnswers.Short));

        Assert.Equal(0, verdict.Accepted);
    }

    [Fact]
    public async Task What_only_the_dear_deployment_knows_goes_up_without_another_opinion()
    {
        AnswerVerdict verdict = await JudgeAsync(PlantedAnswers.Integral(7_001), PlantedAnswers.Say("2", PlantedAnswers.Short));

        Assert.Equal((null, true), (verdict.Accepted, verdict.SkipsRest));
    }

    [Fact]
    public async Task Where_the_first_rambles_and_the_second_knows_the_second_is_asked()
    {
        AnswerVerdict verdict = await JudgeAsync(PlantedAnswers.Date(7_001), PlantedAnswers.Say("2", PlantedAnswers.Long));

        Assert.Equal((null, false), (verdict.Accepted, verdict.SkipsRest));
    }

    [Fact]
    public async Task Of_two_answers_that_differ_the_better_one_is_returned()
    {
        AnswerVerdict verdict = await JudgeAsync(PlantedAnswers.Date(7_001), PlantedAnswers.Say("2", PlantedAnswers.Long), PlantedAnswers.Say("1", PlantedAnswers.Short));

        Assert.Equal(1, verdict.Accepted);
    }

    [Fact]
    public void What_it_promises_is_the_quality_of_the_dear_deployment_for_less()
    {
        Assert.True(Model.Figures.QualityRatio >= 1);
        Assert.InRange(Model.Figures.CostRatio, 0.3, 0.6);
    }

    [Fact]
    public async Task Without_one_of_the_answers_the_dear_deployment_is_asked()
    {
        var answers = new CascadeAnswers(RequestOf(PlantedAnswers.Poem(1)), [PlantedAnswers.Say("1", PlantedAnswers.Short)], ["b"], 2);

        AnswerVerdict verdict = await Learned.JudgeAsync(answers, TestContext.Current.CancellationToken);

        Assert.Equal((null, true), (verdict.Accepted, verdict.SkipsRest));
    }

    [Fact]
    public async Task A_model_of_other_members_accepts_nothing()
    {
        var answers = new CascadeAnswers(RequestOf(PlantedAnswers.Poem(1)), [PlantedAnswers.Say("1", PlantedAnswers.Short)], ["a"], 1) { Unasked = 2 };

        AnswerVerdict verdict = await Learned.JudgeAsync(answers, TestContext.Current.CancellationToken);

        Assert.Contains("2 members", verdict.Reason, StringComparison.Ordinal);
        Assert.Null(verdict.Accepted);
    }

    [Fact]
    public async Task Where_nothing_could_be_proved_agreement_decides()
    {
        CascadeExample[] hopeless = [.. PlantedAnswers.Make(200).Select(static example => example with { BaselineQuality = 1, Answers = [.. example.Answers.Select(static each => each with { Quality = 0 })] })];
        CascadeModel refused = new CascadeTrainer().Train(hopeless, TestContext.Current.CancellationToken);
        var answers = new CascadeAnswers(RequestOf("?"), [PlantedAnswers.Say("1", 1), PlantedAnswers.Say("1.0", 1)], ["a", "b"], 2);

        AnswerVerdict verdict = await new LearnedAcceptance(refused).JudgeAsync(answers, TestContext.Current.CancellationToken);

        Assert.True(refused.IsRefused);
        Assert.Equal(0, verdict.Accepted);
    }

    private static async Task<AnswerVerdict> JudgeAsync(string prompt, params ChatResponse[] given) =>
        await Learned.JudgeAsync(new CascadeAnswers(RequestOf(prompt), [.. given], [.. given.Select(static (_, i) => $"member {i}")], given.Length) { Unasked = 2 - given.Length }, TestContext.Current.CancellationToken);

    private static RoutingRequest RequestOf(string prompt) => new([new ChatMessage(ChatRole.User, prompt)]);
}
