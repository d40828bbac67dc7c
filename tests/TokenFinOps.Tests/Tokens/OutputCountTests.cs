using Microsoft.Extensions.AI;

namespace TokenFinOps.Tests.Tokens;

public sealed class OutputCountTests
{
    [Fact]
    public void The_pieces_of_a_stream_are_joined_before_they_are_counted()
    {
        const string Answer = "Internationalization is straightforward, isn't it?";
        IEnumerable<AIContent> letters = Answer.Select(static letter => new TextContent(letter.ToString()));

        Assert.Equal(TestCounter.Exact.CountText(Answer, "gpt-4o"), TestCounter.Exact.CountOutput(letters, "gpt-4o"));
    }

    [Fact]
    public void Text_reasoning_and_calls_are_counted_apart()
    {
        AIContent[] contents =
        [
            new TextReasoningContent("Hm"), new TextReasoningContent("m."), new TextContent("Let me "), new TextContent("look."),
            new FunctionCallContent("1", "search", new Dictionary<string, object?> { ["q"] = "x" }), new UsageContent(new UsageDetails()), new TextContent("Done."),
        ];

        long text = Count("Hmm.") + Count("Let me look.") + Count("search") + Count("{\"q\":\"x\"}") + Count("Done.");

        Assert.InRange(TestCounter.Exact.CountOutput(contents, "gpt-4o").Tokens, text, text + 16);
    }

    [Fact]
    public void Nothing_delivered_is_nothing_billed()
    {
        Assert.Equal(0, TestCounter.Exact.CountOutput([], "gpt-4o").Tokens);
        Assert.Equal(0, TestCounter.Exact.CountOutput([null!, new TextContent(null)], "gpt-4o").AtMost);
    }

    [Fact]
    public void Contents_and_messages_are_asked_for_by_name()
    {
        Assert.Throws<ArgumentNullException>("contents", static () => TestCounter.Exact.CountOutput(null!));
        Assert.Throws<ArgumentNullException>("messages", static () => TestCounter.Exact.CountInput(null!));
    }

    private static long Count(string text) => TestCounter.Exact.CountText(text, "gpt-4o").Tokens;
}
