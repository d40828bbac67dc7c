using System.Diagnostics;
using Microsoft.Extensions.AI;
using TokenFinOps;

namespace QuickStart.Report;

/// <summary>Measures what the SDK adds to a call: the same stub client in a tight loop, with and without it.</summary>
/// <remarks>
/// The stub answers at once with usage, so that nothing but the pipeline is measured. Rounds with and without alternate, and their medians are compared. Processor
/// time, which includes the garbage collector's, says on a busy machine what the clock cannot. The ledger is one of its own.
/// </remarks>
internal static class OverheadProbe
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private const int Rounds = 9;
    private const int CallsPerRound = 2_000;

    // The runtime compiles what runs often a second time, in the background; before that nothing is worth measuring.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<Overhead> MeasureAsync(string model, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps();
        services.AddChatClient(new StubChatClient(model)).UseTokenFinOps();
        await using ServiceProvider provider = services.BuildServiceProvider();
        IChatClient metered = provider.GetRequiredService<IChatClient>();
        using var bare = new StubChatClient(model);

        using var scope = FinOps.Attribute(("team", "probe"), ("feature", "overhead"), ("customer", "none"));
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            await RoundAsync(bare, cancellationToken);
            await RoundAsync(metered, cancellationToken);
        }

        var without = new List<TimeSpan>();
        var with = new List<TimeSpan>();
        for (int round = 0; round < Rounds; round++)
        {
            without.Add(await RoundAsync(bare, cancellationToken));
            with.Add(await RoundAsync(metered, cancellationToken));
        }

        return new Overhead((Median(with) - Median(without)) / CallsPerRound, Rounds, CallsPerRound, Configuration);
    }

    private static async Task<TimeSpan> RoundAsync(IChatClient client, CancellationToken cancellationToken)
    {
        ChatMessage[] messages = [new(ChatRole.User, "How long does a refund take?")];
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int call = 0; call < CallsPerRound; call++)
        {
            await client.GetResponseAsync(messages, cancellationToken: cancellationToken);
        }

        return Environment.CpuUsage.TotalTime - start;
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private sealed class StubChatClient(string model) : IChatClient
    {
        private readonly ChatClientMetadata _metadata = new("openai", defaultModelId: model);

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Up to five days."))
            {
                ModelId = model,
                FinishReason = ChatFinishReason.Stop,
                Usage = new UsageDetails { InputTokenCount = 1_400, CachedInputTokenCount = 1_024, OutputTokenCount = 120, TotalTokenCount = 1_520 },
            });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("The probe does not stream.");

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? _metadata : null;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
