using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Benchmarks;

/// <summary>What one call costs through a pipeline, against a provider that answers at once. TokenFinOps attributes, prices, meters and writes the ledger.</summary>
[MemoryDiagnoser]
public class PipelineBenchmarks
{
    private readonly ChatMessage[] _messages = [new(ChatRole.System, "You are helpful."), new(ChatRole.User, "What is the capital of France?")];
    private readonly ChatOptions _options = new();
    private Pipelines _pipelines = null!;

    [GlobalSetup]
    public void Setup() => _pipelines = new Pipelines();

    // The scope of a request, in which its calls are made.
    [GlobalSetup(Target = nameof(TokenFinOps))]
    public void SetupInScope()
    {
        Setup();
        FinOps.Attribute(("team", "support"), ("feature", "chat"), ("customer", "acme"));
    }

    [GlobalCleanup]
    public void Cleanup() => _pipelines.Dispose();

    [Benchmark]
    public Task<ChatResponse> Stub() => _pipelines.Bare.GetResponseAsync(_messages, _options);

    /// <summary>A call in an open scope of three tags: attributed, priced, metered, in the ledger.</summary>
    [Benchmark]
    public Task<ChatResponse> TokenFinOps() => _pipelines.TokenFinOps.GetResponseAsync(_messages, _options);

    /// <summary>The same with a scope of three tags opened and closed around every single call.</summary>
    [Benchmark]
    public Task<ChatResponse> TokenFinOpsWithScope()
    {
        using (FinOps.Attribute(("team", "support"), ("feature", "chat"), ("customer", "acme")))
        {
            return _pipelines.TokenFinOps.GetResponseAsync(_messages, _options);
        }
    }

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> MeaiOpenTelemetrySdk() => _pipelines.OpenTelemetrySdk.GetResponseAsync(_messages, _options);

    [Benchmark]
    public Task<ChatResponse> MeaiOpenTelemetryBareListener() => _pipelines.OpenTelemetry.GetResponseAsync(_messages, _options);

    [Benchmark]
    public Task<ChatResponse> MeaiDistributedCacheHit() => _pipelines.DistributedCache.GetResponseAsync(_messages, _options);
}
