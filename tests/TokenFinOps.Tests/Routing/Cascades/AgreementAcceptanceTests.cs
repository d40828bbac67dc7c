using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Cascades;

/// <summary>Only sound answers agree, and no opinion is bought that cannot change the verdict.</summary>
public sealed class AgreementAcceptanceTests
{
    private static readonly ChatOptions Tools = Answers.Tools([System.ComponentModel.DisplayName("find")] static (string query, int limit = 10) => query);

    [Fact]
    public Task Two_calls_of_a_tool_that_was_not_offered_agree_on_nothing() => RefusesAsync(Answers.Calls(Answers.Call("nonexistent", "{}")), Tools);

    [Fact]
    public Task Two_calls_that_the_tool_would_not_understand_agree_on_nothing() => RefusesAsync(Answers.Calls(Answers.Call("find", """{"limit":"many"}""")), Tools);

    [Fact]
    public Task Two_texts_where_a_call_was_required_agree_on_nothing() => RefusesAsync(Answers.Text("Yes"), new ChatOptions { Tools = Tools.Tools, ToolMode = ChatToolMode.RequireAny });

    [Theory]
    [InlineData("{}")]
    [InlineData("Here: {\"name\":\"a\",\"age\":1}")]
    public Task Two_documents_that_nobody_can_deserialise_agree_on_nothing(string text) => RefusesAsync(Answers.Text(text), Answers.Json<Person>());

    [Fact]
    public async Task In_turn_a_second_answer_is_worth_asking_for()
    {
        AnswerVerdict verdict = await JudgeAsync(null, 1, 1, null, Answers.Text("42"));

        Assert.Equal((null, false), (verdict.Accepted, verdict.SkipsRest));
    }

    [Theory]
    [InlineData("42", "43", null, true)]
    [InlineData("42", "43", 2, false)]
    [InlineData("It is hard to say what may come of this, and whether it is good or bad.", "43", 3, true)]
    public async Task In_turn_no_opinion_is_bought_once_agreement_has_become_impossible(string first, string second, int? needed, bool skipsRest)
    {
        AnswerVerdict verdict = await JudgeAsync(null, 2, 1, needed, Answers.Text(first), Answers.Text(second));

        Assert.Equal((null, skipsRest), (verdict.Accepted, verdict.SkipsRest));
    }

    private static async Task RefusesAsync(ChatResponse answer, ChatOptions options) => Assert.Null((await JudgeAsync(options, 2, 0, null, answer, answer)).Accepted);

    private static ValueTask<AnswerVerdict> JudgeAsync(ChatOptions? options, int asked, int unasked, int? needed, params ChatResponse[] answers) =>
        new AgreementAcceptance(needed: needed).JudgeAsync(
            new CascadeAnswers(new RoutingRequest([new ChatMessage(ChatRole.User, "?")], options), [.. answers], [.. answers.Select(static (_, i) => $"m{i}")], asked) { Unasked = unasked },
            TestContext.Current.CancellationToken);

    private sealed record Person(string Name, int Age);
}
