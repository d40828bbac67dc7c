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
    [InlineData("""{"city":"Paris","days":3}""", """{"days":3.0,"city":"Paris"}""")]
    [InlineData("""{"city":"Paris","days":3}""", """{"city":"Paris","days":"3"}""")]
    [InlineData("""{"city":"Paris","days":1}""", """{"city":"Paris"}""")]
    [InlineData("""{"city":"Paris","note":null}""", """{"city":"Paris","metric":"true"}""")]
    [InlineData("""{"city":75000}""", """{"city":"75000"}""")]
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

    [Theory]
    [InlineData("{\"title\":\"Return policy\",\"answer\":\"Yes, you can return it at any time within thirty days of the purchase as long as it is not used and you have the receipt.\"}", "{\"title\":\"Return policy\",\"answer\":\"No, you cannot return it at any time within thirty days of the purchase even when it is not used and you have the receipt.\"}")]
    [InlineData("{\"status\":\"ok\",\"sql\":\"select a from t where b = 1 and c = 2 and d = 3 and e = 4 and f = 5 and g = 6\"}", "{\"status\":\"ok\",\"sql\":\"select a from t where b = 2 and c = 2 and d = 3 and e = 4 and f = 5 and g = 6\"}")]
    [InlineData("{\"action\":\"reject\",\"reason\":\"damaged\"}", "{\"action\":\"reject\",\"reason\":\"late\"}")]
    [InlineData("{\"ok\":true,\"analysis\":\"fraud\"}", "{\"ok\":true,\"analysis\":\"no fraud\"}")]
    [InlineData("{\"pattern\":\"\\\\D\"}", "{\"pattern\":\"\\\\d\"}")]
    [InlineData("{\"id\":\"aB3\"}", "{\"id\":\"Ab3\"}")]
    [InlineData("{\"code\":\"if x:\\n  a()\\n  b()\"}", "{\"code\":\"if x:\\n  a()\\nb()\"}")]
    [InlineData("{\"power\":\"2ⁿ\"}", "{\"power\":\"2n\"}")]
    [InlineData("Do not use this one:\n```json\n{\"a\":1}\n```", "```json\n{\"a\":1}\n```")]
    [InlineData("The answer is 5. I used this:\n```json\n{\"x\":1}\n```", "The answer is 6. I used this:\n```json\n{\"x\":1}\n```")]
    [InlineData("The answer is 5, with\n{\"x\":1}", "The answer is 6, with\n{\"x\":1}")]
    [InlineData("Set {1} is wrong\n{\"x\":1}", "{\"x\":1}")]
    [InlineData("{\"x\":0.1}", "{\"x\":0.10000000000000000000000000001}")]
    [InlineData("{\"answer\":5}", "{\"answer\":\"5 PM\"}")]
    [InlineData("{\"answer\":\"-x\"}", "{\"answer\":\"x\"}")]
    [InlineData("{\"a\":null}", "{}")]
    [InlineData("{\"a\":{\"reason\":\"x\"},\"b\":1}", "{\"a\":{\"reason\":\"y\"},\"b\":1}")]
    [InlineData("[\"a  b\"]", "```\n[\"a b\"]\n```")]
    [InlineData("```json\n[\"A\"]\n```", "```json\n[\"a\"]\n```")]
    [InlineData("r'a'", "'a'")]
    [InlineData("{'a': 1}", "{\"A\": 1}")]
    [InlineData("[True]", "[1]")]
    [InlineData("[0x10]", "[16]")]
    public void What_a_document_says_apart_from_explanations_makes_a_difference(string left, string right) => Assert.False(Answers.Agree(left, right), Answers.Read(left));

    [Theory]
    [InlineData("{\"a\":1,\"b\":\"x\"}", "```json\n{\"b\":\"x\",\"a\":1.0}\n```")]
    [InlineData("{\"a\":1}", "```JSON\r\n{\"a\":1}\r\n```\r\nHope this helps!")]
    [InlineData("{\"a\":1}", "```json {\"a\":1} ```")]
    [InlineData("{\"a\":1}", "```\n{\"a\":1}\n```")]
    [InlineData("{\"a\":1}", "~~~json\n{\"a\":1}\n~~~")]
    [InlineData("{\"a\":1}", "```json5\n{\"a\":1}\n```")]
    [InlineData("{\"a\":1}", "```javascript\n{\"a\":1}\n```")]
    [InlineData("{\"a\":1}", "{\"a\":1}.")]
    [InlineData("{\"a\":1}", "{\"a\":1,}")]
    [InlineData("{\"a\":1}", "{'a':1}")]
    [InlineData("{\"a\":1}", "\uFEFF{\"a\":1}")]
    [InlineData("{\"a\":1}", "{\"a\":1e0}")]
    [InlineData("{\"a\":100}", "{\"a\":1E+2}")]
    [InlineData("{\"a\":0}", "{\"a\":-0.0}")]
    [InlineData("{\"a\":\"é\"}", "{\"a\":\"\\u00e9\"}")]
    [InlineData("{\"a\":\"x/y\"}", "{\"a\":\"x\\/y\"}")]
    [InlineData("{\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{\"c\":2,\"b\":1}}")]
    [InlineData("[{\"a\":1}]", "```json\n[{\"a\":1}]\n```")]
    [InlineData("[{\"a\":\"X\"}]", "```json\n[{\"a\":\"X\"}]\n```")]
    [InlineData("[\"X y\"]", "```json\n[\"X y\"]\n```")]
    [InlineData("[\"X y\"]", "Here you are:\n\n```json\n[\"X y\"]\n```")]
    [InlineData("[1,2]", "[1, 2]")]
    [InlineData("[1,2]", "The answer is [1, 2].")]
    [InlineData("{\"answer\":\"B\"}", "{\"answer\":\"(B) Paris\"}")]
    [InlineData("{\"answer\":\"5\"}", "{\"answer\":5.0}")]
    [InlineData("{\"a\":1}", "<think>x</think>\n```json\n{\"a\":1}\n```")]
    [InlineData("{\"answer\":\"B\"}", "B")]
    [InlineData("{\"city\":\"Paris\"}", "```json\n{\n  \"city\": \"Paris\"\n}\n```\nNote: Paris is the capital.")]
    [InlineData("Yes", "{\"answer\":\"yes\"}")]
    [InlineData("true", "{\"answer\":true}")]
    public void The_usual_ways_to_write_a_document_make_no_difference(string left, string right) => Assert.True(Answers.Agree(left, right), $"{Answers.Read(left)} and {Answers.Read(right)}");

    [Fact]
    public void A_document_that_gives_the_answer_agrees_with_the_words_that_led_to_it() =>
        Assert.Equal("value:5", Answers.Read("We do not need x, nor is y wrong: the answer is 5.\n\nAs JSON:\n```json\n{\"reasoning\": \"2 + 3 = 5\", \"answer\": \"5\"}\n```"));

    [Fact]
    public void A_document_that_gives_another_answer_than_the_words_around_it_cannot_be_compared() =>
        Assert.Null(Answers.Read("The answer is 6.\n\n```json\n{\"answer\": 5}\n```"));

    private static bool Agree(string name, string left, string other, string right) =>
        Answers.Agree(Answers.Calls(Answers.Call(name, left)), Answers.Calls(Answers.Call(other, right)), Weather);

    private sealed record Person(string Name, int Age, string? Title = null);
}
