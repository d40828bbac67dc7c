using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class DimensionTests
{
    private static readonly LedgerEntry Base = EntryBuilder.Attempt(1m, null, ("team", "a")) with { FinishReason = "stop" };

    private static readonly (LedgerDimension Dimension, LedgerEntry Other)[] Variants =
    [
        ("team", Base with { Tags = TagSet.Of(("team", "b")) }),
        (LedgerDimension.Provider, Base with { Provider = "azure" }),
        (LedgerDimension.Model, Base with { Model = "other" }),
        (LedgerDimension.RequestedModel, Base with { RequestedModel = "gpt-x" }),
        (LedgerDimension.Deployment, Base with { Deployment = "frontier" }),
        (LedgerDimension.Operation, Base with { Operation = "embeddings" }),
        (LedgerDimension.ServiceTier, Base with { ServiceTier = ServiceTier.Batch }),
        (LedgerDimension.Currency, Base with { Cost = EntryBuilder.Priced(1m, currency: "EUR") }),
        (LedgerDimension.CatalogueVersion, Base with { CatalogueVersion = "v2" }),
        (LedgerDimension.EntryKind, Base with { Kind = LedgerEntryKind.Correction }),
        (LedgerDimension.Outcome, Base with { Outcome = AttemptOutcome.Failed }),
        (LedgerDimension.UsageOrigin, Base with { UsageOrigin = UsageOrigin.Estimated }),
        (LedgerDimension.PricingStatus, Base with { Cost = CostBreakdown.Unpriced() }),
        (LedgerDimension.ErrorType, Base with { ErrorType = "TimeoutException" }),
        (LedgerDimension.FinishReason, Base with { FinishReason = "fail" }),
        (LedgerDimension.Run, Base with { RunId = "run" }),
        (LedgerDimension.ParentRun, Base with { ParentRunId = "run" }),
        (LedgerDimension.Request, Base with { RequestId = Guid.Empty }),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Variants.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public async Task Entries_that_differ_in_one_value_are_told_apart_by_it(int index)
    {
        (LedgerDimension dimension, LedgerEntry other) = Variants[index];
        LedgerEntry[] entries = [Base, other with { Id = Guid.NewGuid() }, Base with { Id = Guid.NewGuid() }];
        var ledger = new InMemoryCostLedger();
        await ledger.AppendAllAsync(entries);

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy(dimension));
        LedgerReport only = await ledger.AskAsync(LedgerQuery.All.Where(dimension, dimension.ValueOf(other)));

        Assert.Equal(2, report.Rows.Length);
        Assert.Equal(2, report.Rows.Single(row => row.Keys[0] == dimension.ValueOf(Base)).Totals.Attempts);
        Assert.Equal(1, only.Rows.Sum(static row => row.Totals.Attempts + row.Totals.Corrections));
        LedgerAsserts.Same(LedgerAsserts.Reference(entries, LedgerQuery.All.GroupBy(dimension)), report);
    }
}
