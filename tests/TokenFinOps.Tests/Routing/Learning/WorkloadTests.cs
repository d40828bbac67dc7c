using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Tests.Routing.Learning;

/// <summary>What is learned of one kind of work says nothing about another.</summary>
public sealed class WorkloadTests
{
    [Fact]
    public void Options_that_say_nothing_of_the_work_make_no_other_workload() => Assert.Equal(Of(null), Of(new ChatOptions { Temperature = 0 }));

    [Fact]
    public void Other_schemas_are_other_work()
    {
        Assert.NotEqual(
            Of(Formatted("""{"type":"object","properties":{"sentiment":{"enum":["good","bad"]}}}""")),
            Of(Formatted("""{"type":"object","properties":{"proof":{"type":"string"},"lemmas":{"type":"array"}}}""")));
        Assert.NotEqual(Of(null), Of(new ChatOptions { ResponseFormat = ChatResponseFormat.Json }));
        Assert.Equal(Of(null), Of(new ChatOptions { ResponseFormat = ChatResponseFormat.Text }));
    }

    [Fact]
    public void Other_instructions_after_a_long_preamble_are_other_work()
    {
        string preamble = string.Concat(Enumerable.Repeat("You work for Contoso, be polite. ", 60));

        Assert.NotEqual(Of(new ChatOptions { Instructions = preamble + "Classify the message." }), Of(new ChatOptions { Instructions = preamble + "Prove the theorem." }));
    }

    private static ulong Of(ChatOptions? options) => new RoutingRequest([new ChatMessage(ChatRole.User, "hello")], options).WorkloadHash;

    private static ChatOptions Formatted(string schema)
    {
        using JsonDocument json = JsonDocument.Parse(schema);
        return new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(json.RootElement.Clone()) };
    }
}
