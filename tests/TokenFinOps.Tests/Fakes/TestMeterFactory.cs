using System.Diagnostics.Metrics;

namespace TokenFinOps.Tests.Fakes;

/// <summary>Makes one meter, which a test can tell from those of other tests.</summary>
internal sealed class TestMeterFactory : IMeterFactory
{
    public Meter? Made { get; private set; }

    public Meter Create(MeterOptions options) => Made = new Meter(options);

    public void Dispose() => Made?.Dispose();
}
