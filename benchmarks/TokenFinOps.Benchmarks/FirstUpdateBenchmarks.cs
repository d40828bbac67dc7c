using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Benchmarks;

/// <summary>How long the first update of a stream takes through a pipeline. Closing the stream, which settles it, is not timed.</summary>
public class FirstUpdateBenchmarks
{
    private const int Streams = 4_096;

    private readonly ChatMessage[] _messages = [new(ChatRole.User, "What is the capital of France?")];
    private readonly IAsyncEnumerator<ChatResponseUpdate>[] _open = new IAsyncEnumerator<ChatResponseUpdate>[Streams];
    private Pipelines _pipelines = null!;

    [GlobalSetup]
    public void Setup() => _pipelines = new Pipelines();

    [IterationCleanup]
    public void CloseStreams()
    {
        foreach (IAsyncEnumerator<ChatResponseUpdate> stream in _open)
        {
            stream?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _pipelines.Dispose();

    [Benchmark(OperationsPerInvoke = Streams)]
    public Task Stub() => OpenAsync(_pipelines.Bare);

    [Benchmark(OperationsPerInvoke = Streams)]
    public Task TokenFinOps() => OpenAsync(_pipelines.TokenFinOps);

    [Benchmark(Baseline = true, OperationsPerInvoke = Streams)]
    public Task MeaiOpenTelemetrySdk() => OpenAsync(_pipelines.OpenTelemetrySdk);

    private async Task OpenAsync(IChatClient client)
    {
        for (int i = 0; i < Streams; i++)
        {
            _open[i] = client.GetStreamingResponseAsync(_messages).GetAsyncEnumerator();
            await _open[i].MoveNextAsync();
        }
    }
}
