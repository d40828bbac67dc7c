using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Caching;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheBypassTests
{
    private static readonly AITool Tool = AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", JsonDocument.Parse("{}").RootElement);

    private static readonly Dictionary<CacheBypass, (ChatMessage[] Messages, ChatOptions? Options)> Requests = new()
    {
        [CacheBypass.NotFromUser] = ([new(ChatRole.User, "weather?"), new(ChatRole.Assistant, [new FunctionCallContent("1", "weather")]), new(ChatRole.Tool, [new FunctionResultContent("1", "sunny")])], null),
        [CacheBypass.NotText] = ([new(ChatRole.User, [new TextContent("what is this?"), new DataContent(new byte[] { 1 }, "image/png")])], null),
        [CacheBypass.OpaqueContent] = ([new(ChatRole.User, [new HostedFileContent("file-1")]), new(ChatRole.User, "summarise it")], null),
        [CacheBypass.Tools] = ([new(ChatRole.User, "weather?")], new ChatOptions { Tools = [Tool] }),
        [CacheBypass.StatefulConversation] = ([new(ChatRole.User, "and tomorrow?")], new ChatOptions { ConversationId = "conversation-1" }),
        [CacheBypass.OpaqueOptions] = ([new(ChatRole.User, "weather?")], new ChatOptions { RawRepresentationFactory = static _ => null }),
        [CacheBypass.MustVary] = ([new(ChatRole.User, "a poem")], new ChatOptions { Temperature = 1.5f }),
    };

    public static TheoryData<CacheBypass, bool> Kinds => new(Requests.Keys.SelectMany(static kind => new[] { (kind, false), (kind, true) }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_cache_stays_out_and_says_why(CacheBypass reason, bool streaming)
    {
        var pipeline = new CachedPipeline();
        (ChatMessage[] messages, ChatOptions? options) = Requests[reason];
        await pipeline.AskAsync(messages, streaming, options);
        ChatResponse again = await pipeline.AskAsync(messages, streaming, options);

        CacheStatistics statistics = pipeline.Cache.GetStatistics();
        Assert.Equal((2, null, 0, 0), (pipeline.Provider.Calls, again.GetCacheHit(), statistics.Lookups, statistics.Entries));
        Assert.Equal(new Dictionary<CacheBypass, long> { [reason] = 2 }, statistics.Bypassed);
        Assert.Null((await pipeline.Meter.EntriesAsync())[0].Cache);
    }

    [Fact]
    public async Task A_tool_of_the_providers_own_is_never_cached()
    {
        var pipeline = new CachedPipeline(static options => options.CacheWithTools = true);
        var options = new ChatOptions { Tools = [new HostedWebSearchTool()] };
        await pipeline.AskAsync("news?", false, options);
        await pipeline.AskAsync("news?", false, options);

        Assert.Equal(2, pipeline.Provider.Calls);
    }

    [Fact]
    public async Task An_empty_question_is_asked()
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("   ");
        await pipeline.AskAsync("   ");

        Assert.Equal(2, pipeline.Provider.Calls);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_a_question_like_any_other()
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("what is \ud83d here?");

        Assert.NotNull((await pipeline.AskAsync("what is \ud83d here?")).GetCacheHit());
    }

    [Fact]
    public async Task A_very_long_question_is_found_word_for_word_only()
    {
        var pipeline = new CachedPipeline();
        string question = string.Concat(Enumerable.Repeat("reset password ", 1_000));
        await pipeline.AskAsync(question);
        await pipeline.AskAsync(question);

        Assert.Equal((1, 0), (pipeline.Provider.Calls, pipeline.Embedder.Calls));
    }
}
