using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>Answers that are certainly of no use are found without asking a model.</summary>
public sealed class AnswerCheckTests
{
    private enum Unit
    {
        Celsius,
        Fahrenheit,
    }

    private static ChatOptions Weather => Answers.Tools([DisplayName("get_weather")] static (string city, [Range(1, 7)] int days = 1, string[]? at = null) => $"{city} {days} {at}");

    [Theory]
    [InlineData("length", AnswerProblemKind.Truncated)]
    [InlineData("content_filter", AnswerProblemKind.Filtered)]
    public void An_answer_that_did_not_end_by_itself_is_a_problem(string reason, AnswerProblemKind expected)
    {
        ChatResponse response = Answers.Text("42");
        response.FinishReason = new ChatFinishReason(reason);

        Assert.Equal(expected, AnswerCheck.Default.Check(response, null)?.Kind);
    }

    [Theory]
    [InlineData("", AnswerProblemKind.Empty)]
    [InlineData("<think>What could it be?</think>", AnswerProblemKind.Empty)]
    [InlineData("I'm sorry, but I can't help with that.", AnswerProblemKind.Refusal)]
    public void An_answer_that_says_nothing_is_a_problem(string text, AnswerProblemKind expected) => Assert.Equal(expected, Check(text)?.Kind);

    [Fact]
    public void A_text_that_goes_round_in_circles_is_a_problem() =>
        Assert.Equal(AnswerProblemKind.Loop, Check("The order was sent. " + string.Concat(Enumerable.Repeat("Let me check that again. ", 12)))?.Kind);

    [Theory]
    [InlineData("Paris is the capital of France, and has been for a long time.")]
    [InlineData("| a | b |\n|-----------------------------------------------------------------------|-----------------------------------------------------------------------|\n")]
    public void An_ordinary_text_is_none(string text) => Assert.Null(Check(text));

    [Theory]
    [InlineData("""{"city":"Paris"}""")]
    [InlineData("""{"city":"Paris","days":7,"at":["noon"]}""")]
    [InlineData("""{"city":"Paris","at":null}""")]
    public void A_valid_call_is_no_problem(string arguments) => Assert.Null(AnswerCheck.Default.Check(Answers.Calls(Answers.Call("get_weather", arguments)), Weather));

    [Theory]
    [InlineData("""{}""", "'city' is missing")]
    [InlineData("""{"city":5}""", "'city' has the wrong type")]
    [InlineData("""{"city":"Paris","days":8}""", "'days' is too large")]
    [InlineData("""{"city":"Paris","days":1.5}""", "'days' has the wrong type")]
    [InlineData("""{"city":"Paris","at":[1]}""", "an item of 'at' has the wrong type")]
    public void A_call_that_its_tool_would_not_understand_is_a_problem(string arguments, string reason)
    {
        AnswerProblem? problem = AnswerCheck.Default.Check(Answers.Calls(Answers.Call("get_weather", arguments)), Weather);

        Assert.Equal(AnswerProblemKind.InvalidArguments, problem?.Kind);
        Assert.Contains(reason, problem?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_of_a_tool_that_was_not_offered_is_a_problem() =>
        Assert.Equal(AnswerProblemKind.UnknownTool, AnswerCheck.Default.Check(Answers.Calls(Answers.Call("get_wether", "{}")), Weather)?.Kind);

    [Fact]
    public void A_required_call_that_is_missing_is_a_problem()
    {
        ChatOptions options = Weather;
        options.ToolMode = ChatToolMode.RequireAny;

        Assert.Equal(AnswerProblemKind.MissingCall, AnswerCheck.Default.Check(Answers.Text("It rains."), options)?.Kind);
    }

    [Theory]
    [InlineData("""{"city":"Paris","unit":"Celsius","degrees":20.5}""", null)]
    [InlineData("""{"city":"Paris","unit":"Kelvin","degrees":20.5}""", AnswerProblemKind.InvalidJson)]
    [InlineData("""{"city":"Paris","unit":"Celsius","degrees":"warm"}""", AnswerProblemKind.InvalidJson)]
    [InlineData("""{"city":"Paris"}""", AnswerProblemKind.InvalidJson)]
    [InlineData("""{"city":"Paris","unit":"Celsius","degrees":20.5,"wind":3}""", AnswerProblemKind.InvalidJson)]
    [InlineData("It is 20.5 degrees in Paris.", AnswerProblemKind.NotJson)]
    [InlineData("```json\n{}\n```", AnswerProblemKind.NotJson)]
    public void Json_is_checked_against_its_schema(string text, AnswerProblemKind? expected)
    {
        var schema = AIJsonUtilities.CreateJsonSchema(typeof(Report), inferenceOptions: new AIJsonSchemaCreateOptions { TransformOptions = new AIJsonSchemaTransformOptions { DisallowAdditionalProperties = true, RequireAllProperties = true } });
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) };

        Assert.Equal(expected, AnswerCheck.Default.Check(Answers.Text(text), options)?.Kind);
    }

    [Fact]
    public void A_schema_that_refers_to_itself_is_checked_in_bounded_time()
    {
        var schema = System.Text.Json.JsonElement.Parse("""{"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"type":"array","items":{"$ref":"#/$defs/n"}},{"type":"object"},{"type":"array","items":{"$ref":"#/$defs/n"},"minItems":9}]}}}""");
        string nested = new string('[', 60) + "1" + new string(']', 60);

        _ = AnswerCheck.Default.Check(Answers.Text(nested), new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) });
    }

    [Fact]
    public void Any_text_can_be_checked() => Gen.String.Sample(static text =>
    {
        _ = AnswerCheck.Default.Check(Answers.Text(text), null);
        _ = AnswerCheck.Default.Check(Answers.Text(text), Answers.Json<Report>());
    });

    private static AnswerProblem? Check(string text) => AnswerCheck.Default.Check(Answers.Text(text), null);

    private sealed record Report(string City, Unit Unit, double Degrees);
}
