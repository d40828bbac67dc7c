using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Who reads a stream may take as long as it likes: only the provider is under the clock.</summary>
public sealed class SlowReaderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_reader_that_takes_longer_than_a_provider_may_gets_the_whole_stream()
    {
        using var tiers = new TestTiers(static options => options.StallTimeout = Patience);
        tiers["frontier-1"].Stream = (_, _, token) => Words(tiers, TimeSpan.Zero, token);

        Assert.Equal(4, await tiers.PassTimeAsync(() => ReadAsync(tiers, TimeSpan.FromSeconds(4))));
    }

    [Fact]
    public async Task A_reader_does_not_use_up_the_time_in_which_a_stream_must_begin()
    {
        using var tiers = new TestTiers(static options => options.FirstUpdateTimeout = Patience);
        tiers["frontier-1"].Stream = (_, _, token) => Words(tiers, TimeSpan.FromSeconds(2.5), token);

        Assert.Equal(4, await tiers.PassTimeAsync(() => ReadAsync(tiers, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task Slow_readers_do_not_get_a_deployment_left_alone()
    {
        using var tiers = new TestTiers(static options => options.StallTimeout = Patience, null, ("frontier-2", "frontier"));
        tiers["frontier-1"].Stream = (_, _, token) => Words(tiers, TimeSpan.Zero, token);
        for (int i = 0; i < 3; i++)
        {
            await tiers.PassTimeAsync(() => ReadAsync(tiers, TimeSpan.FromSeconds(4)));
        }

        Assert.Equal("frontier-1", await tiers.CallAsync(prompt: "another"));
    }

    [Fact]
    public async Task A_provider_that_pauses_after_a_slow_reader_has_its_full_time()
    {
        using var tiers = new TestTiers(static options => options.StallTimeout = Patience);
        tiers["frontier-1"].Stream = (_, _, token) => Pausing(token);

        Assert.Equal(2, await tiers.PassTimeAsync(() => ReadAsync(tiers, TimeSpan.FromSeconds(4))));

        async IAsyncEnumerable<ChatResponseUpdate> Pausing([EnumeratorCancellation] CancellationToken token)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "word");
            await Task.Delay(TimeSpan.FromSeconds(2.5), tiers.Time, token);
            yield return new ChatResponseUpdate(ChatRole.Assistant, "another") { FinishReason = ChatFinishReason.Stop };
        }
    }

    private static async Task<int> ReadAsync(TestTiers tiers, TimeSpan pause)
    {
        int read = 0;
        await foreach (ChatResponseUpdate update in tiers.Client.GetStreamingResponseAsync("one", null, CancellationToken.None))
        {
            read++;
            await Task.Delay(pause, tiers.Time, CancellationToken.None);
        }

        return read;
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Words(TestTiers tiers, TimeSpan before, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Delay(before, tiers.Time, token);
        for (int i = 0; i < 3; i++)
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, $"word {i} ");
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }
}
