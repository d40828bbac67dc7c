using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class SingleFlightTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sixty_four_callers_at_once_make_one_call(bool streaming)
    {
        CachedPipeline pipeline = Held();
        Task<ChatResponse>[] callers = [.. Enumerable.Range(0, 64).Select(_ => Task.Run(() => pipeline.AskAsync("reset password", streaming)))];
        await UntilAsync(() => pipeline.Cache.GetStatistics().Lookups == 64 && pipeline.Provider.Calls == 1);
        _gate.SetResult();

        ChatResponse[] answers = await Task.WhenAll(callers);

        Assert.All(answers, static answer => Assert.Equal("the answer", answer.Text.Trim()));
        Assert.Equal((1, 63), (pipeline.Provider.Calls, answers.Count(static answer => answer.GetCacheHit() is not null)));
        Assert.Equal(1, pipeline.Embedder.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_that_cancels_does_not_cancel_the_others(bool streaming)
    {
        CachedPipeline pipeline = Held();
        using var impatient = new CancellationTokenSource();
        Task first = streaming
            ? Task.Run(() => pipeline.Client.GetStreamingResponseAsync("reset password", null, impatient.Token).ToChatResponseAsync(impatient.Token), TestContext.Current.CancellationToken)
            : Task.Run(() => pipeline.Client.GetResponseAsync("reset password", null, impatient.Token), TestContext.Current.CancellationToken);
        await UntilAsync(() => pipeline.Provider.Calls == 1);
        Task<ChatResponse>[] others = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => pipeline.AskAsync("reset password", streaming)))];
        await UntilAsync(() => pipeline.Cache.GetStatistics().Lookups == 9);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await UntilAsync(() => pipeline.Provider.Calls == 2);
        _gate.SetResult();

        Assert.All(await Task.WhenAll(others), static answer => Assert.Equal("the answer", answer.Text.Trim()));
        Assert.Equal(2, pipeline.Provider.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_first_fails_the_others_ask_for_themselves_at_once(bool streaming)
    {
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new TestChatClient();
        int calls = 0;
        provider.Respond = async (_, _, token) =>
        {
            bool isFirst = Interlocked.Increment(ref calls) == 1;
            await (isFirst ? _gate : second).Task.WaitAsync(token);
            return isFirst ? throw new HttpRequestException("down") : TestChatClient.Answer("the answer", null, "gpt-test");
        };
        provider.Stream = (messages, options, token) => Streamed(provider.Respond(messages, options, token));
        var pipeline = new CachedPipeline(null, provider);
        Task<ChatResponse> first = Task.Run(() => pipeline.AskAsync("reset password", streaming));
        await UntilAsync(() => pipeline.Provider.Calls == 1);
        Task<ChatResponse>[] others = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => pipeline.AskAsync("reset password", streaming)))];
        await UntilAsync(() => pipeline.Cache.GetStatistics().Lookups == 4);
        _gate.SetResult();
        await Assert.ThrowsAsync<HttpRequestException>(() => first);

        // Nobody has an answer yet: all three ask now, none waits for another.
        await UntilAsync(() => pipeline.Provider.Calls == 4);
        second.SetResult();

        Assert.All(await Task.WhenAll(others), static answer => Assert.Equal("the answer", answer.Text));
        Assert.DoesNotContain(CacheBypass.AbandonedStream, pipeline.Cache.GetStatistics().Bypassed.Keys);
    }

    [Fact]
    public async Task Who_has_waited_long_enough_asks_himself()
    {
        CachedPipeline pipeline = Held();
        Task<ChatResponse> slow = Task.Run(() => pipeline.AskAsync("reset password"));
        await UntilAsync(() => pipeline.Provider.Calls == 1);
        Task<ChatResponse> second = Task.Run(() => pipeline.AskAsync("reset password"));
        await UntilAsync(() =>
        {
            pipeline.Time.Advance(TimeSpan.FromSeconds(31));
            return pipeline.Provider.Calls == 2;
        });
        _gate.SetResult();

        await Task.WhenAll(slow, second);
    }

    [Fact]
    public async Task By_choice_everybody_asks_for_himself()
    {
        CachedPipeline pipeline = Held(static options => options.CoalesceRequests = false);
        Task<ChatResponse>[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => pipeline.AskAsync("reset password")))];
        await UntilAsync(() => pipeline.Provider.Calls == 4);
        _gate.SetResult();

        await Task.WhenAll(callers);
        Assert.Equal(1, pipeline.Cache.GetStatistics().Entries);
    }

    private CachedPipeline Held(Action<SemanticCacheOptions>? configure = null)
    {
        var provider = TestChatClient.Answering("the answer");
        var answer = provider.Respond!;
        var stream = provider.Stream!;
        provider.Respond = async (messages, options, token) =>
        {
            await _gate.Task.WaitAsync(token);
            return await answer(messages, options, token);
        };
        provider.Stream = (messages, options, token) => HeldStream(stream(messages, options, token), token);
        return new CachedPipeline(configure, provider);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> HeldStream(
        IAsyncEnumerable<ChatResponseUpdate> updates, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await _gate.Task.WaitAsync(token);
        await foreach (ChatResponseUpdate update in updates.WithCancellation(token))
        {
            yield return update;
        }
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Streamed(Task<ChatResponse> response)
    {
        foreach (ChatResponseUpdate update in (await response).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
