using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>A tool gets what it is given: its arguments are compared letter by letter, and what is left out by what stands for it.</summary>
public sealed class ToolCallAnswerTests
{
    private static readonly ChatOptions Tools = Answers.Tools([DisplayName("find")] static (string query, int? limit = 10, bool? notify = true, string? zip = null) => query);

    [Theory]
    [InlineData("""{"query":"x","limit":10}""", """{"query":"x","limit":null}""")]
    [InlineData("""{"query":"x"}""", """{"query":"x","limit":null}""")]
    [InlineData("""{"query":"x","notify":true}""", """{"query":"x","notify":null}""")]
    [InlineData("""{"query":"\\D+"}""", """{"query":"\\d+"}""")]
    [InlineData("""{"query":"README.md"}""", """{"query":"readme.md"}""")]
    [InlineData("""{"query":"dQw4w9WgXcQ"}""", """{"query":"DqW4W9wGxCq"}""")]
    [InlineData("""{"query":"if x:\n  a()\n  b()"}""", """{"query":"if x:\n  a()\nb()"}""")]
    [InlineData("""{"query":"10²"}""", """{"query":"10^2"}""")]
    [InlineData("""{"query":"1½"}""", """{"query":"1 1/2"}""")]
    [InlineData("""{"query":"–5"}""", """{"query":"-5"}""")]
    [InlineData("""{"query":"x","zip":"01234"}""", """{"query":"x","zip":1234}""")]
    [InlineData("""{"query":"3/2"}""", """{"query":1.5}""")]
    [InlineData("""{"query":"1"}""", """{"query":1.0}""")]
    [InlineData("""{"query":" "}""", """{"query":""}""")]
    [InlineData("""{"query":"Paris"}""", """{"query":"paris"}""")]
    public void Arguments_that_a_tool_tells_apart_make_another_call(string left, string right) => Assert.False(Agree(left, right, Tools));

    [Theory]
    [InlineData("""{"query":"1.5"}""", """{"query":1.5}""")]
    [InlineData("""{"query":"x","limit":10}""", """{"query":"x"}""")]
    [InlineData("""{"query":"x","limit":5}""", """{"query":"x","limit":5.0}""")]
    public void Arguments_that_a_tool_takes_for_the_same_make_the_same_call(string left, string right) => Assert.True(Agree(left, right, Tools));

    [Theory]
    [InlineData(AnswerStrings.Auto, false)]
    [InlineData(AnswerStrings.Exact, false)]
    [InlineData(AnswerStrings.Folded, true)]
    public void The_user_says_whether_the_case_of_arguments_counts(AnswerStrings strings, bool agree)
    {
        var comparer = new AnswerComparer(new AnswerComparerOptions { Strings = strings });

        Assert.Equal(agree, comparer.Canonicalise(Answers.Calls(Answers.Call("find", """{"query":"New  York"}""")), Tools) == comparer.Canonicalise(Answers.Calls(Answers.Call("find", """{"query":"new york"}""")), Tools));
    }

    [Fact]
    public void A_default_that_holds_a_value_of_its_own_schema_can_be_read()
    {
        ChatOptions options = Declared("""{"type":"object","properties":{"node":{"$ref":"#/$defs/node"}},"$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"}},"default":{"next":{}}}}}""");

        Assert.NotNull(AnswerComparer.Default.Canonicalise(Answers.Calls(Answers.Call("f", """{"node":{}}""")), options));
    }

    [Fact]
    public void The_default_beside_a_reference_goes_before_that_of_what_it_refers_to()
    {
        ChatOptions options = Declared("""{"type":"object","properties":{"x":{"type":"integer"},"from":{"type":"string","default":"low"},"to":{"$ref":"#/properties/from","default":"high"}}}""");

        Assert.False(Agree("""{"x":1,"to":"low"}""", """{"x":1}""", options, "f"));
        Assert.True(Agree("""{"x":1,"to":"high"}""", """{"x":1}""", options, "f"));
    }

    [Fact]
    public void A_code_of_digits_is_no_number_where_both_are_allowed() =>
        Assert.False(Agree("""{"id":"007"}""", """{"id":7}""", Declared("""{"type":"object","properties":{"id":{"type":["string","integer"]}}}"""), "f"));

    private static ChatOptions Declared(string schema) => new() { Tools = [AIFunctionFactory.CreateDeclaration("f", null, JsonElement.Parse(schema))] };

    private static bool Agree(string left, string right, ChatOptions options, string name = "find") =>
        Answers.Agree(Answers.Calls(Answers.Call(name, left)), Answers.Calls(Answers.Call(name, right)), options);
}
