using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheControlTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_cache_asks_and_keeps_nothing(bool streaming)
    {
        var pipeline = new CachedPipeline();
        IChatClient client = pipeline.Client.WithCacheControl(CacheControl.NoCache);
        await CachedPipeline.AskAsync(client, [new(ChatRole.User, "reset password")], streaming);

        Assert.Null((await pipeline.AskAsync("reset password", streaming)).GetCacheHit());
        Assert.Null((await CachedPipeline.AskAsync(client, [new(ChatRole.User, "reset password")], streaming)).GetCacheHit());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refresh_replaces_the_answer(bool streaming)
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("reset password", streaming);
        pipeline.Provider.Respond = static (_, _, _) => Task.FromResult(TestChatClient.Answer("new", null, "gpt-test"));
        pipeline.Provider.Stream = static (_, _, _) => TestChatClient.Answer("new", null, "gpt-test").ToChatResponseUpdates().ToAsyncEnumerable();

        ChatResponse fresh = await CachedPipeline.AskAsync(pipeline.Client.WithCacheControl(CacheControl.Refresh), [new(ChatRole.User, "reset password")], streaming);

        Assert.Equal(("new", "new", "new"), (fresh.Text, (await pipeline.AskAsync("reset password")).Text, (await pipeline.AskAsync("password reset")).Text));
        Assert.Equal((2, 1), (pipeline.Provider.Calls, pipeline.Cache.GetStatistics().Entries));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cache_only_never_asks(bool streaming)
    {
        var pipeline = new CachedPipeline();
        IChatClient client = pipeline.Client.WithCacheControl(CacheControl.CacheOnly);
        await Assert.ThrowsAsync<CacheMissException>(() => CachedPipeline.AskAsync(client, [new(ChatRole.User, "reset password")], streaming));
        Assert.Equal(0, pipeline.Provider.Calls);

        await pipeline.AskAsync("reset password", streaming);

        Assert.Equal("the answer", (await CachedPipeline.AskAsync(client, [new(ChatRole.User, "password reset")], streaming)).Text.Trim());
    }

    [Theory]
    [InlineData(CacheMode.Shadow, false)]
    [InlineData(CacheMode.Shadow, true)]
    [InlineData(CacheMode.Control, false)]
    [InlineData(CacheMode.Control, true)]
    public async Task Cache_only_never_asks_where_the_cache_only_watches(CacheMode mode, bool streaming)
    {
        var pipeline = new CachedPipeline(options =>
        {
            options.Mode = mode == CacheMode.Shadow ? CacheMode.Shadow : CacheMode.On;
            options.ControlShare = mode == CacheMode.Control ? 1 : 0;
        });
        await pipeline.AskAsync("reset password", streaming);

        IChatClient client = pipeline.Client.WithCacheControl(CacheControl.CacheOnly);
        CacheMissException refused = await Assert.ThrowsAsync<CacheMissException>(() => CachedPipeline.AskAsync(client, [new(ChatRole.User, "reset password")], streaming));

        Assert.Equal(1, pipeline.Provider.Calls);
        Assert.Contains(mode == CacheMode.Shadow ? "shadow" : "control", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_cannot_be_read_is_no_hit(bool streaming)
    {
        var pipeline = new CachedPipeline();
        pipeline.Provider.Respond = static (_, _, _) => Task.FromResult(Unreadable());
        pipeline.Provider.Stream = static (_, _, _) => Unreadable().ToChatResponseUpdates().ToAsyncEnumerable();
        await pipeline.AskAsync("reset password", streaming);
        Assert.Equal(1, pipeline.Cache.GetStatistics().Entries);

        IChatClient cacheOnly = pipeline.Client.WithCacheControl(CacheControl.CacheOnly);
        await Assert.ThrowsAsync<CacheMissException>(() => CachedPipeline.AskAsync(cacheOnly, [new(ChatRole.User, "reset password")], streaming));
        Assert.Equal(1, pipeline.Provider.Calls);
        Assert.Null((await pipeline.AskAsync("reset password", streaming)).GetCacheHit());

        Assert.Equal((2, 0L), (pipeline.Provider.Calls, pipeline.Cache.GetStatistics().ExactHits));
    }

    [Fact]
    public async Task A_call_that_the_cache_stays_out_of_cannot_be_cache_only()
    {
        var pipeline = new CachedPipeline();

        CacheMissException refused = await Assert.ThrowsAsync<CacheMissException>(() => pipeline.Client.WithCacheControl(CacheControl.CacheOnly)
            .GetResponseAsync("weather?", new ChatOptions { ConversationId = "c" }, TestContext.Current.CancellationToken));

        Assert.Contains("StatefulConversation", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_passes_through_function_invocation_streaming_too()
    {
        var pipeline = new CachedPipeline();
        IChatClient client = new ChatClientBuilder(pipeline.Client).UseFunctionInvocation().Build().WithCacheControl(CacheControl.NoCache);
        foreach (bool streaming in (bool[])[false, true, true])
        {
            await CachedPipeline.AskAsync(client, [new(ChatRole.User, "reset password")], streaming);
        }

        Assert.Equal((3, 3), (pipeline.Provider.Calls, pipeline.Cache.GetStatistics().Bypassed[CacheBypass.NotWanted]));
    }

    [Fact]
    public async Task An_answer_goes_with_what_it_rests_on()
    {
        var pipeline = new CachedPipeline();
        IChatClient handbook = pipeline.Client.WithCacheControl(new CacheControl { DependsOn = ["doc:handbook@7"] });
        await handbook.GetResponseAsync("holidays", null, TestContext.Current.CancellationToken);
        Assert.NotNull((await handbook.GetResponseAsync("holidays", null, TestContext.Current.CancellationToken)).GetCacheHit());
        Assert.Null((await pipeline.AskAsync("holidays")).GetCacheHit());

        Assert.Equal((1, 0), (pipeline.Cache.InvalidateDependency("doc:handbook@7"), pipeline.Cache.InvalidateDependency("doc:handbook@7")));
        Assert.Null((await handbook.GetResponseAsync("holidays", null, TestContext.Current.CancellationToken)).GetCacheHit());
    }

    [Fact]
    public async Task A_call_can_say_how_long_its_answer_holds()
    {
        var pipeline = new CachedPipeline();
        IChatClient client = pipeline.Client.WithCacheControl(new CacheControl { TimeToLive = TimeSpan.FromMinutes(1) });
        await client.GetResponseAsync("stock price", null, TestContext.Current.CancellationToken);
        pipeline.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull((await pipeline.AskAsync("stock price")).GetCacheHit());
        pipeline.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null((await pipeline.AskAsync("stock price")).GetCacheHit());
    }

    [Fact]
    public void What_makes_no_sense_is_refused_with_the_cure()
    {
        var pipeline = new CachedPipeline();

        Assert.Contains("TimeToLive is 00:00:00", Assert.Throws<ArgumentException>(() => pipeline.Client.WithCacheControl(new CacheControl { TimeToLive = TimeSpan.Zero })).Message, StringComparison.Ordinal);
        Assert.Contains("DependsOn", Assert.Throws<ArgumentException>(() => pipeline.Client.WithCacheControl(new CacheControl { DependsOn = [" "] })).Message, StringComparison.Ordinal);
    }

    private static ChatResponse Unreadable()
    {
        ChatResponse response = TestChatClient.Answer("the answer", null, "gpt-test");
        response.AdditionalProperties = new() { ["broken"] = new Broken() };
        return response;
    }

    [JsonConverter(typeof(BrokenConverter))]
    private sealed class Broken;

    private sealed class BrokenConverter : JsonConverter<Broken>
    {
        public override Broken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Broken value, JsonSerializerOptions options) => writer.WriteRawValue("{ not json", skipInputValidation: true);
    }
}
