using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class LedgerFilterTests
{
    private static readonly LedgerEntry Entry = EntryBuilder.Attempt(1m, null, ("team", "support"), ("env", "prod")) with
    {
        Deployment = "frontier",
        RequestedModel = "gpt",
        ServiceTier = ServiceTier.Batch,
        Outcome = AttemptOutcome.Failed,
        ErrorType = "TimeoutException",
        FinishReason = "length",
        RunId = "run-1",
        ParentRunId = "run-0",
        CatalogueVersion = "v1",
    };

    [Fact]
    public void A_period_includes_its_start_and_excludes_its_end()
    {
        LedgerFilter hour = LedgerFilter.Between(EntryBuilder.Noon, EntryBuilder.Noon.AddHours(1));

        Assert.True(hour.Matches(Entry));
        Assert.True(hour.Matches(Entry with { Timestamp = EntryBuilder.Noon.AddHours(1).AddTicks(-1) }));
        Assert.False(hour.Matches(Entry with { Timestamp = EntryBuilder.Noon.AddHours(1) }));
        Assert.False(hour.Matches(Entry with { Timestamp = EntryBuilder.Noon.AddTicks(-1) }));
    }

    [Fact]
    public void A_period_that_ends_before_it_starts_is_refused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => LedgerFilter.Between(EntryBuilder.Noon, EntryBuilder.Noon.AddHours(-1)));

        Assert.Contains("2026-03-10 11:00:00Z", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_condition_must_be_met()
    {
        LedgerFilter both = LedgerFilter.All.Where("team", "support", "sales").Where("env", "prod");

        Assert.True(both.Matches(Entry));
        Assert.False(both.Where(LedgerDimension.Model, "other").Matches(Entry));
        Assert.False(both.WhereNot("team", "support").Matches(Entry));
    }

    [Fact]
    public void Tag_keys_are_compared_without_case_and_values_exactly()
    {
        Assert.True(LedgerFilter.All.Where("TEAM", "support").Matches(Entry));
        Assert.False(LedgerFilter.All.Where("team", "Support").Matches(Entry));
    }

    [Fact]
    public void An_entry_without_a_tag_is_found_by_null()
    {
        Assert.True(LedgerFilter.All.Where("customer", [null]).Matches(Entry));
        Assert.False(LedgerFilter.All.WhereNot("customer", [null]).Matches(Entry));
        Assert.True(LedgerFilter.All.WhereNot("customer", "acme").Matches(Entry));
    }

    [Fact]
    public void Every_built_in_dimension_can_be_asked_for()
    {
        (LedgerDimension Dimension, string Value)[] expected =
        [
            (LedgerDimension.Provider, "openai"), (LedgerDimension.Model, "gpt-x"), (LedgerDimension.RequestedModel, "gpt"),
            (LedgerDimension.Deployment, "frontier"), (LedgerDimension.Operation, "chat"), (LedgerDimension.ServiceTier, "batch"),
            (LedgerDimension.Currency, "USD"), (LedgerDimension.CatalogueVersion, "v1"), (LedgerDimension.EntryKind, "Attempt"),
            (LedgerDimension.Outcome, "Failed"), (LedgerDimension.UsageOrigin, "Reported"), (LedgerDimension.PricingStatus, "Priced"),
            (LedgerDimension.ErrorType, "TimeoutException"), (LedgerDimension.FinishReason, "length"), (LedgerDimension.Run, "run-1"),
            (LedgerDimension.ParentRun, "run-0"), (LedgerDimension.Request, Entry.RequestId.ToString()),
        ];

        foreach ((LedgerDimension dimension, string value) in expected)
        {
            Assert.Equal(value, dimension.ValueOf(Entry));
            Assert.True(LedgerFilter.All.Where(dimension, value).Matches(Entry), dimension.Name);
        }
    }

    [Fact]
    public void Names_of_closed_sets_are_understood_in_any_case_and_by_any_of_their_names()
    {
        Assert.True(LedgerFilter.All.Where(LedgerDimension.Outcome, "failed").Matches(Entry));
        Assert.True(LedgerFilter.All.Where(LedgerDimension.Currency, "usd").Matches(Entry));
        Assert.True(LedgerFilter.All.Where(LedgerDimension.ServiceTier, "batches").Matches(Entry));
        Assert.True(LedgerFilter.All.Where(LedgerDimension.Request, Entry.RequestId.ToString("B").ToUpperInvariant()).Matches(Entry));
    }

    [Fact]
    public void A_value_that_no_entry_can_have_is_refused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => LedgerFilter.All.Where(LedgerDimension.Outcome, "broken"));

        Assert.Contains("'broken' is not a AttemptOutcome; use one of Succeeded, Failed, Cancelled, Abandoned.", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LedgerFilter.All.Where("team"));
        Assert.Throws<ArgumentException>(() => LedgerFilter.All.Where(default, "x"));
    }
}
