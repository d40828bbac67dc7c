using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TokenFinOps.Benchmarks;

/// <summary>The pipelines that are compared: ours, and M.E.AI's own middleware as a user would switch it on.</summary>
internal sealed class Pipelines : IDisposable
{
    private const string SourceName = "Experimental.Microsoft.Extensions.AI";

    private readonly ActivityListener _tracing;
    private readonly MeterListener _metrics;
    private readonly ServiceProvider _services;

    public Pipelines()
    {
        // Somebody listens, as in production: without a listener OpenTelemetry does nothing and there is nothing to compare with.
        _tracing = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_tracing);
        _metrics = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == SourceName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _metrics.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        _metrics.SetMeasurementEventCallback<int>(static (_, _, _, _) => { });
        _metrics.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        _metrics.Start();

        var services = new ServiceCollection();
        services.AddTokenFinOps();
        _services = services.BuildServiceProvider();
        Stub = new StubChatClient();
        TokenFinOps = new ChatClientBuilder(Stub).UseTokenFinOps().Build(_services);
        OpenTelemetry = new ChatClientBuilder(Stub).UseOpenTelemetry(sourceName: SourceName).Build();
        DistributedCache = new ChatClientBuilder(Stub)
            .UseDistributedCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))).Build();
    }

    public IChatClient Stub { get; }

    public IChatClient TokenFinOps { get; }

    public IChatClient OpenTelemetry { get; }

    public IChatClient DistributedCache { get; }

    public void Dispose()
    {
        _tracing.Dispose();
        _metrics.Dispose();
        _services.Dispose();
    }
}
