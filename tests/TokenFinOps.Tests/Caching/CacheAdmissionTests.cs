using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheAdmissionTests
{
    private static readonly Dictionary<string, (CacheBypass Reason, ChatResponse Answer)> Answers = new()
    {
        ["cut off"] = (CacheBypass.IncompleteAnswer, Answer(ChatFinishReason.Length, new TextContent("half an"))),
        ["filtered"] = (CacheBypass.IncompleteAnswer, Answer(ChatFinishReason.ContentFilter, new TextContent("…"))),
        ["calling"] = (CacheBypass.IncompleteAnswer, Answer(ChatFinishReason.ToolCalls, new FunctionCallContent("1", "weather"))),
        ["calling, but stopped"] = (CacheBypass.IncompleteAnswer, Answer(ChatFinishReason.Stop, new TextContent("let me see"), new FunctionCallContent("1", "weather"))),
        ["error"] = (CacheBypass.RefusedAnswer, Answer(ChatFinishReason.Stop, new ErrorContent("no"))),
        ["declining"] = (CacheBypass.RefusedAnswer, Answer(ChatFinishReason.Stop, new TextContent("I'm sorry, but I can't help with that."))),
        ["picture"] = (CacheBypass.UnstorableAnswer, Answer(ChatFinishReason.Stop, new TextContent("here"), new DataContent(new byte[] { 1 }, "image/png"))),
        ["empty"] = (CacheBypass.IncompleteAnswer, Answer(ChatFinishReason.Stop, new TextContent(" "))),
        ["stateful"] = (CacheBypass.StatefulConversation, Stateful()),
    };

    public static TheoryData<string, bool> Kinds => new(Answers.Keys.SelectMany(static kind => new[] { (kind, false), (kind, true) }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_answer_that_is_not_whole_is_given_and_not_kept(string kind, bool streaming)
    {
        (CacheBypass reason, ChatResponse answer) = Answers[kind];
        var provider = new TestChatClient { Respond = (_, _, _) => Task.FromResult(answer), Stream = (_, _, _) => answer.ToChatResponseUpdates().ToAsyncEnumerable() };
        var pipeline = new CachedPipeline(provider: provider);
        ChatResponse given = await pipeline.AskAsync("weather?", streaming);
        await pipeline.AskAsync("weather?", streaming);

        Assert.Equal((2, answer.Text), (provider.Calls, given.Text));
        Assert.Equal((0, 2), (pipeline.Cache.GetStatistics().Entries, pipeline.Cache.GetStatistics().Bypassed[reason]));
    }

    [Fact]
    public async Task A_stream_that_is_not_read_to_its_end_is_not_kept()
    {
        var pipeline = new CachedPipeline(provider: TestChatClient.Answering("one two three four"));
        await foreach (ChatResponseUpdate _ in pipeline.Client.GetStreamingResponseAsync("count", null, TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.Equal("one two three four ", (await pipeline.AskAsync("count", true)).Text);
        Assert.Equal((2, 1), (pipeline.Provider.Calls, pipeline.Cache.GetStatistics().Bypassed[CacheBypass.AbandonedStream]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_reaches_the_caller_and_is_not_kept(bool streaming)
    {
        var provider = TestChatClient.Answering();
        provider.Respond = static (_, _, _) => throw new HttpRequestException("down");
        provider.Stream = static (_, _, _) => throw new HttpRequestException("down");
        var pipeline = new CachedPipeline(provider: provider);

        await Assert.ThrowsAsync<HttpRequestException>(() => pipeline.AskAsync("weather?", streaming));
        await Assert.ThrowsAsync<HttpRequestException>(() => pipeline.AskAsync("weather?", streaming));

        Assert.Equal((2, 0), (provider.Calls, pipeline.Cache.GetStatistics().Entries));
    }

    [Fact]
    public async Task The_application_has_the_last_word()
    {
        var pipeline = new CachedPipeline(static options => options.ShouldStore = static _ => false);
        await pipeline.AskAsync("weather?");
        await pipeline.AskAsync("weather?");

        Assert.Equal((2, 2), (pipeline.Provider.Calls, pipeline.Cache.GetStatistics().Bypassed[CacheBypass.NotStored]));
    }

    [Fact]
    public async Task Look_alikes_beyond_a_number_are_not_kept()
    {
        var pipeline = new CachedPipeline(static options =>
        {
            options.MaxLookAlikes = 3;
            options.Acceptance = new TokenFinOps.Caching.Acceptance.StaticThresholdPolicy(0.9999f);
        });
        foreach (string filler in (string[])["a", "an", "the", "do", "does", "is"])
        {
            await pipeline.Client.WithCacheControl(CacheControl.Refresh).GetResponseAsync($"reset {filler} password", null, TestContext.Current.CancellationToken);
        }

        CacheStatistics statistics = pipeline.Cache.GetStatistics();
        Assert.Equal((4, 2), (statistics.Entries, statistics.Bypassed[CacheBypass.CrowdedOut]));
    }

    private static ChatResponse Answer(ChatFinishReason reason, params AIContent[] contents) =>
        new(new ChatMessage(ChatRole.Assistant, contents)) { FinishReason = reason, ModelId = "gpt-test" };

    private static ChatResponse Stateful()
    {
        ChatResponse answer = Answer(ChatFinishReason.Stop, new TextContent("yes"));
        answer.ConversationId = "conversation-1";
        return answer;
    }
}
