using System.ComponentModel;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>Tool calls and JSON are compared by what they say under their schema.</summary>
public sealed class StructuredAnswerTests
{
    private static readonly ChatOptions Weather = Answers.Tools(
        [DisplayName("get_weather")] static (string city, int days = 1, bool metric = true, string? note = null) => $"{city} {days} {metric} {note}");

    [Theory]
    [InlineData("""{"city":"Paris","days":3}""", """{"days":3.0,"city":" paris "}""")]
    [InlineData("""{"city":"Paris","days":3}""", """{"city":"Paris","days":"3"}""")]
    [InlineData("""{"city":"Paris","days":1}""", """{"city":"Paris"}""")]
    [InlineData("""{"city":"Paris","note":null}""", """{"city":"Paris","metric":"true"}""")]
    [InlineData("""{"city":75000}""", """{"city":"75000"}""")]
    [InlineData("""{"city":"New  York"}""", """{"city":"new york"}""")]
    public void Calls_that_ask_for_the_same_agree(string left, string right) => Assert.True(Agree("get_weather", left, "get_weather", right));

    [Theory]
    [InlineData("get_weather", """{"city":"Paris"}""", "get_weather", """{"city":"Lyon"}""")]
    [InlineData("get_weather", """{"city":"Paris"}""", "Get_Weather", """{"city":"Paris"}""")]
    [InlineData("get_weather", """{"city":"Paris"}""", "get_weather", """{"city":"Paris","days":2}""")]
    [InlineData("other", """{"n":1}""", "other", """{"n":"1"}""")]
    [InlineData("other", """{"n":[1,2]}""", "other", """{"n":[2,1]}""")]
    [InlineData("other", """{"a":"b","c":"d"}""", "other", """{"a":"b\",\"c\":\"d"}""")]
    public void Calls_that_ask_for_something_else_do_not(string name, string left, string other, string right) => Assert.False(Agree(name, left, other, right));

    [Fact]
    public void Parallel_calls_agree_in_any_order_and_without_the_words_beside_them()
    {
        var left = new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextContent("Let me see."), Answers.Call("a", "{}"), Answers.Call("b", "{}", "2")]));

        Assert.True(Answers.Agree(left, Answers.Calls(Answers.Call("b", "{}", "3"), Answers.Call("a", "{}", "4"))));
    }

    [Fact]
    public void One_call_and_the_same_call_twice_do_not_agree() =>
        Assert.False(Answers.Agree(Answers.Calls(Answers.Call("pay", "{}")), Answers.Calls(Answers.Call("pay", "{}"), Answers.Call("pay", "{}", "2"))));

    [Fact]
    public void A_call_whose_arguments_could_not_be_read_agrees_with_nothing()
    {
        FunctionCallContent call = Answers.Call("a", "{}");
        call.Exception = new InvalidOperationException("no JSON");

        Assert.Null(AnswerComparer.Default.Canonicalise(Answers.Calls(call), null));
    }

    [Theory]
    [InlineData("""{"name":"Ada","age":36}""", "```json\n{\n  \"age\": 36.0,\n  \"name\": \"ada\"\n}\n```")]
    [InlineData("""{"name":"Ada","age":36}""", "Here is the person:\n{\"name\":\"Ada\",\"age\":36,}")]
    [InlineData("""{"name":"Ada","age":36}""", """{"name":"Ada","age":36,"reasoning":"She says so.","confidence":0.9}""")]
    [InlineData("""{"label":"spam","reasoning":"It sells pills."}""", "Spam")]
    [InlineData("[1, 2.0]", "```json\n[1,2]\n```")]
    public void Documents_that_say_the_same_agree(string left, string right) => Assert.True(Answers.Agree(left, right), $"{Answers.Read(left)} and {Answers.Read(right)}");

    [Theory]
    [InlineData("""{"name":"Ada","age":36}""", """{"name":"Ada","age":37}""")]
    [InlineData("""{"name":"Ada","age":36}""", """{"name":"Ada","age":"36"}""")]
    [InlineData("""{"name":"Ada"}""", """{"names":"Ada"}""")]
    [InlineData("""{"city":"Paris"}""", "Paris")]
    public void Documents_that_say_something_else_do_not(string left, string right) => Assert.False(Answers.Agree(left, right), Answers.Read(left));

    [Fact]
    public void A_document_of_prose_alone_cannot_be_compared() => Assert.Null(Answers.Read("""{"reasoning":"Because it is so."}"""));

    [Fact]
    public void The_schema_tells_numbers_from_texts_and_defaults_from_news()
    {
        ChatOptions options = Answers.Json<Person>();

        Assert.True(Answers.Agree(Answers.Text("""{"name":"Ada","age":"36"}"""), Answers.Text("""{"name":"Ada","age":36,"title":null}"""), options));
    }

    [Fact]
    public void Prose_is_no_answer_where_json_was_asked_for() => Assert.Null(AnswerComparer.Default.Canonicalise(Answers.Text("Ada"), Answers.Json<Person>()));

    [Fact]
    public void The_user_says_which_fields_are_compared()
    {
        var comparer = new AnswerComparer(new AnswerComparerOptions { ComparedFields = ["name"] });

        Assert.Equal(comparer.Canonicalise(Answers.Text("""{"name":"Ada","age":36}"""), null), comparer.Canonicalise(Answers.Text("""{"name":"Ada","age":37}"""), null));
    }

    [Fact]
    public void The_user_says_which_fields_are_ignored()
    {
        var comparer = new AnswerComparer(new AnswerComparerOptions { IgnoredFields = ["trace"] });

        Assert.Equal(comparer.Canonicalise(Answers.Calls(Answers.Call("a", """{"trace":1}""")), null), comparer.Canonicalise(Answers.Calls(Answers.Call("a", """{"trace":2}""")), null));
    }

    [Fact]
    public void Lists_are_sets_where_the_user_says_so()
    {
        var comparer = new AnswerComparer(new AnswerComparerOptions { UnorderedArrays = true });

        Assert.Equal(comparer.Canonicalise(Answers.Text("""{"tags":["b","a"],"n":1}"""), null), comparer.Canonicalise(Answers.Text("""{"n":1,"tags":["a","b"]}"""), null));
    }

    private static bool Agree(string name, string left, string other, string right) =>
        Answers.Agree(Answers.Calls(Answers.Call(name, left)), Answers.Calls(Answers.Call(other, right)), Weather);

    private sealed record Person(string Name, int Age, string? Title = null);
}
