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

    [Theory]
    [InlineData("-x", "x")]
    [InlineData("-cos(x)", "cos(x)")]
    [InlineData("The answer is -sin x", "The answer is sin x")]
    [InlineData("x - y", "x y")]
    [InlineData("a - b", "b")]
    [InlineData("(a-b)c", "a-bc")]
    [InlineData("n!", "n")]
    [InlineData("!isValid", "isValid")]
    [InlineData("f'(x)", "f(x)")]
    [InlineData("Vitamin A", "vitamin")]
    [InlineData("Hepatitis A", "hepatitis")]
    [InlineData("Not A", "not")]
    [InlineData("O(2ⁿ)", "O(2n)")]
    [InlineData("nᵏ + 1", "nk + 1")]
    [InlineData("Yes?", "Yes")]
    [InlineData("a_b", "ab")]
    [InlineData("x.y", "xy")]
    [InlineData("x,y", "xy")]
    [InlineData("x:y", "xy")]
    [InlineData("yes, no", "yes no")]
    [InlineData("no, problem", "no problem")]
    [InlineData("x; y", "x y")]
    [InlineData("don't", "dont")]
    [InlineData("we're", "were")]
    [InlineData("{\"answer\":null}", "{\"result\":null}")]
    [InlineData("<think>Is it 42? Let me", "<think>is it 42 let me")]
    [InlineData("\\sqrt{2}x", "\\sqrt{2x}")]
    [InlineData("\\boxed{\\sqrt{2}x}", "\\boxed{\\sqrt{2x}}")]
    [InlineData("\\sqrt{a}+b", "\\sqrt{a+b}")]
    [InlineData("\\boxed{\\frac{1}{2}x^{n+1}}", "\\boxed{\\frac{1}{2}x^{n}+1}")]
    [InlineData("\\log_{2}x", "\\log_{2x}")]
    [InlineData("\\boxed{-e}", "\\boxed{e}")]
    [InlineData("\\boxed{-i}", "\\boxed{i}")]
    [InlineData("\\boxed{-x}", "\\boxed{x}")]
    [InlineData("\\boxed{y-x}", "\\boxed{yx}")]
    public void Signs_and_letters_that_mean_something_make_another_answer(string left, string right) => Assert.False(Answers.Agree(left, right), Answers.Read(left));

    [Theory]
    [InlineData("**B**", "The answer is (B).")]
    [InlineData("World War II", "world war ii")]
    [InlineData("Apollo 11", "apollo 11")]
    [InlineData("Apollo 11", "The Apollo 11")]
    [InlineData("Windows 11", "windows 11.")]
    [InlineData("SELECT 1", "select 1")]
    [InlineData("Paris", "**Paris**")]
    [InlineData("Paris", "\"Paris\"")]
    [InlineData("Paris", "Paris!")]
    [InlineData("Paris", "Answer: Paris.")]
    [InlineData("Paris", "The answer is: \"Paris\"")]
    [InlineData("yes", "**Yes.**")]
    [InlineData("true", "**True**")]
    [InlineData("True.", "true")]
    [InlineData("true", "`true`")]
    [InlineData("x^2+1", "x² + 1")]
    [InlineData("x^2+1", "$x^2 + 1$")]
    [InlineData("x^{2}+1", "x^2+1")]
    [InlineData("\\frac{3}{4}", "0.75")]
    [InlineData("Café", "Cafe\u0301")]
    [InlineData("ÉCOLE", "école")]
    [InlineData("<think>a</think>42", "42")]
    [InlineData("<thinking>a</thinking>42", "42")]
    [InlineData("a</think>42", "42")]
    [InlineData("2/3", "\\frac{2}{3}")]
    [InlineData("x^{10}", "\\boxed{x^{10}}")]
    [InlineData("$x^{10}$", "\\(x^{10}\\)")]
    [InlineData("x^{10}", "$$x^{10}$$")]
    [InlineData("(1, 2)", "\\boxed{(1,2)}")]
    [InlineData("(3, \\frac{\\pi}{2})", "\\boxed{\\left( 3, \\frac{\\pi}{2} \\right)}")]
    [InlineData("Yes", "**Yes**.")]
    [InlineData("Yes", "Answer: Yes")]
    [InlineData("Yes", "YES!")]
    public void The_usual_ways_to_write_a_short_text_make_no_difference(string left, string right) => Assert.True(Answers.Agree(left, right), $"{Answers.Read(left)} and {Answers.Read(right)}");

    [Theory]
    [InlineData("Cannot say")]
    [InlineData("I have no idea")]
    [InlineData("Unclear.")]
    [InlineData("N/A")]
    [InlineData("It depends.")]
    [InlineData("Unable to answer")]
    [InlineData("Not sure")]
    [InlineData("I refuse")]
    [InlineData("I must decline")]
    [InlineData("I do not have that information")]
    [InlineData("Ich weiß es nicht.")]
    [InlineData("Es tut mir leid.")]
    [InlineData("Lo siento, no puedo ayudar.")]
    [InlineData("Je ne sais pas")]
    [InlineData("The answer is not known.")]
    [InlineData("The answer is not given.")]
    [InlineData("The answer is not in the context.")]
    [InlineData("Answer: Cannot be determined")]
    [InlineData("Error")]
    [InlineData("...")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{\"answer\":\"\"}")]
    [InlineData("{\"answer\":\"\",\"sources\":[]}")]
    [InlineData("{\"answer\":\"I'm sorry, I can't help.\",\"sources\":[]}")]
    [InlineData("{\"error\":\"I cannot do that\"}")]
    [InlineData("Let me think")]
    [InlineData("Sure!")]
    public void Two_that_have_no_answer_agree_on_nothing(string text) => Assert.Null(Answers.Read(text));

    [Fact]
    public void Two_messages_are_not_one() =>
        Assert.False(Answers.Agree(new ChatResponse([new ChatMessage(ChatRole.Assistant, "1"), new ChatMessage(ChatRole.Assistant, "2")]), Answers.Text("12")));
}
