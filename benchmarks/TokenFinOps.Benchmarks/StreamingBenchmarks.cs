using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Benchmarks;

/// <summary>What streaming costs through a pipeline: until the first update, and until the last of twenty.</summary>
[MemoryDiagnoser]
public class StreamingBenchmarks
{
    private readonly ChatMessage[] _messages = [new(ChatRole.System, "You are helpful."), new(ChatRole.User, "What is the capital of France?")];
    private readonly ChatOptions _options = new();
    private Pipelines _pipelines = null!;

    [GlobalSetup]
    public void Setup() => _pipelines = new Pipelines();

    [GlobalCleanup]
    public void Cleanup() => _pipelines.Dispose();

    [Benchmark]
    public Task<int> StubAll() => ReadAsync(_pipelines.Bare);

    [Benchmark]
    public Task<int> TokenFinOpsAll() => ReadAsync(_pipelines.TokenFinOps);

    [Benchmark(Baseline = true)]
    public Task<int> MeaiOpenTelemetrySdkAll() => ReadAsync(_pipelines.OpenTelemetrySdk);

    private async Task<int> ReadAsync(IChatClient client)
    {
        int updates = 0;
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(_messages, _options))
        {
            updates++;
        }

        return updates;
    }
}
