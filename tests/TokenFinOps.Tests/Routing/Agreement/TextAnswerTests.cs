using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>Short texts and literals are compared; free prose is not, nor what is no answer.</summary>
public sealed class TextAnswerTests
{
    [Theory]
    [InlineData("Paris", "paris.")]
    [InlineData("The Eiffel Tower", "eiffel tower")]
    [InlineData("well-known", "Well known")]
    [InlineData("The answer is Paris.", "Paris")]
    [InlineData("Yes.", "yes")]
    [InlineData("true", "True")]
    [InlineData("２ｘ + 1", "2x + 1")]
    [InlineData("2x + 1", "2x+1")]
    [InlineData("O’Neill", "O'Neill")]
    [InlineData(@"$x^{2}$", @"\(x^{2}\)")]
    public void Spelling_makes_no_difference_to_short_texts(string left, string right) => Assert.True(Answers.Agree(left, right), $"{Answers.Read(left)} and {Answers.Read(right)}");

    [Theory]
    [InlineData("C++", "C#")]
    [InlineData("Paris", "Lyon")]
    [InlineData("2x", "2X")]
    [InlineData("(0, 1)", "[0, 1]")]
    [InlineData("(0, 1]", "(0, 1)")]
    [InlineData("1 2 + x", "12 + x")]
    [InlineData("yes", "no")]
    public void Different_short_texts_are_different(string left, string right) => Assert.False(Answers.Agree(left, right), Answers.Read(left));

    [Theory]
    [InlineData("[1, 2]", "[1,2]")]
    [InlineData("['a', \"b\"]", "[\"a\", \"b\"]")]
    [InlineData("{'a': 1, 'b': [True, None]}", "{\"b\": [true, null], \"a\": 1.0}")]
    [InlineData("('a', 1)", "(\"a\",1,)")]
    [InlineData("{3, 1}", "{1, 3}")]
    [InlineData("'it''s'", "'it''s'")]
    [InlineData(@"'it\'s'", "\"it's\"")]
    [InlineData("{'answer': 42}", "{'answer': 42.0}")]
    public void A_literal_is_its_value(string left, string right) => Assert.True(Answers.Agree(left, right), $"{Answers.Read(left)} and {Answers.Read(right)}");

    [Theory]
    [InlineData("['a']", "['A']")]
    [InlineData("'a '", "'a'")]
    [InlineData("[1, 2]", "(1, 2)")]
    [InlineData("[1, 2]", "[2, 1]")]
    [InlineData("['1']", "[1]")]
    [InlineData("{1: 'a'}", "{'1': 'a'}")]
    public void Different_literals_are_different(string left, string right) => Assert.False(Answers.Agree(left, right), Answers.Read(left));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("I'm sorry, but I can't help with that.")]
    [InlineData("I cannot answer.")]
    [InlineData("I don’t know.")]
    [InlineData("The answer is unknown.")]
    [InlineData("The capital of France is Paris, which has been so since the Middle Ages, with few interruptions.")]
    [InlineData("{\"answer\": \"I'm sorry, I can't.\"}")]
    public void What_is_no_definite_answer_cannot_be_compared(string text) => Assert.Null(Answers.Read(text));

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public void An_answer_that_was_cut_off_cannot_be_compared(string reason)
    {
        ChatResponse response = Answers.Text("42");
        response.FinishReason = new ChatFinishReason(reason);

        Assert.Null(AnswerComparer.Default.Canonicalise(response, null));
    }

    [Fact]
    public void An_answer_with_an_error_cannot_be_compared() =>
        Assert.Null(AnswerComparer.Default.Canonicalise(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextContent("42"), new ErrorContent("overloaded")])), null));

    [Fact]
    public void Only_what_follows_the_last_tool_is_the_answer()
    {
        var response = new ChatResponse(
        [
            new ChatMessage(ChatRole.Assistant, [new TextContent("Let me see."), Answers.Call("get_order", "{}")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "42")]),
            new ChatMessage(ChatRole.Assistant, "42"),
        ]);

        Assert.True(Answers.Agree(response, Answers.Text("42")));
    }

    [Fact]
    public void An_answer_beyond_the_limit_cannot_be_compared() =>
        Assert.Null(new AnswerComparer(new AnswerComparerOptions { MaxAnswerLength = 10 }).Canonicalise(Answers.Text("The answer is 42"), null));
}
