using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Evaluation;
using TokenFinOps.Tests.Reporting.Closing.Conformance;

namespace TokenFinOps.Tests.Reporting.Closing;

public sealed class InMemoryClosedPeriodConformanceTests : ClosedPeriodStoreConformance
{
    private readonly InMemoryClosedPeriodStore _store = new();

    protected override IClosedPeriodStore Open() => _store;
}

public sealed class JsonFileClosedPeriodConformanceTests : ClosedPeriodStoreConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_wins_in_every_month_of_a_year()
    {
        for (int month = 1; month <= 12; month++)
        {
            await CloseAtOnceAsync(month);
        }
    }

    protected override IClosedPeriodStore Open() => new JsonFileClosedPeriodStore(_folder.Path);
}
