using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace TokenFinOps.Benchmarks;

/// <summary>The pipelines that are compared: ours, and M.E.AI's own middleware as a user would switch it on.</summary>
internal sealed class Pipelines : IDisposable
{
    private const string SourceName = "bare";

    private const string SdkSourceName = "sdk";

    private readonly ActivityListener _tracing;
    private readonly MeterListener _metrics;
    private readonly ServiceProvider _services;
    private readonly TracerProvider _tracerProvider;
    private readonly MeterProvider _meterProvider;

    /// <summary>Builds the pipelines around a provider.</summary>
    /// <param name="provider">The provider; <see langword="null"/> for one that answers at once.</param>
    public Pipelines(IChatClient? provider = null)
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

        _tracerProvider = Sdk.CreateTracerProviderBuilder()
            .AddSource(SdkSourceName).AddProcessor(new SimpleActivityExportProcessor(new Discard<Activity>())).Build();
        _meterProvider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(SdkSourceName).AddReader(new PeriodicExportingMetricReader(new Discard<Metric>())).Build();

        var services = new ServiceCollection();
        services.AddTokenFinOps();
        _services = services.BuildServiceProvider();
        Bare = provider ?? new StubChatClient();
        TokenFinOps = new ChatClientBuilder(Bare).UseTokenFinOps().Build(_services);
        OpenTelemetry = new ChatClientBuilder(Bare).UseOpenTelemetry(sourceName: SourceName).Build();
        OpenTelemetrySdk = new ChatClientBuilder(Bare).UseOpenTelemetry(sourceName: SdkSourceName).Build();
        DistributedCache = new ChatClientBuilder(Bare)
            .UseDistributedCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))).Build();
    }

    /// <summary>Gets the provider without any middleware.</summary>
    public IChatClient Bare { get; }

    public IChatClient TokenFinOps { get; }

    /// <summary>Gets M.E.AI's OpenTelemetry middleware with bare listeners that do nothing: the least it can cost.</summary>
    public IChatClient OpenTelemetry { get; }

    /// <summary>Gets the same with the OpenTelemetry SDK behind it, spans and metrics, exporting to nowhere: what an application runs.</summary>
    public IChatClient OpenTelemetrySdk { get; }

    public IChatClient DistributedCache { get; }

    public void Dispose()
    {
        _tracing.Dispose();
        _tracerProvider.Dispose();
        _meterProvider.Dispose();
        _metrics.Dispose();
        _services.Dispose();
    }

    private sealed class Discard<T> : BaseExporter<T>
        where T : class
    {
        public override ExportResult Export(in Batch<T> batch) => ExportResult.Success;
    }
}
