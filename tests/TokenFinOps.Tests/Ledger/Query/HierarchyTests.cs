using CsCheck;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class HierarchyTests
{
    private static readonly Dictionary<string, string> TeamOfFeature = new() { ["triage"] = "support", ["reply"] = "support", ["copy"] = "sales" };

    private static readonly Dictionary<string, string> UnitOfTeam = new() { ["support"] = "service", ["sales"] = "growth" };

    private static readonly LedgerHierarchy Organisation = LedgerHierarchy.Of("feature").Under("team", TeamOfFeature).Under("unit", UnitOfTeam);

    private static readonly LedgerEntry[] Entries =
    [
        Attempt(1m, "triage"), Attempt(5m, "reply"), Attempt(4m, "copy"), Attempt(10m, "skunkworks"), EntryBuilder.Attempt(2m), Attempt(1m, "reply"),
    ];

    [Fact]
    public void Every_level_has_a_subtotal_before_what_it_sums_up_the_dearest_first()
    {
        LedgerReport report = LedgerAsserts.Reference(Entries, LedgerQuery.All.Rollup(Organisation).OrderBy(LedgerMeasure.EffectiveCost));

        Assert.Equal(
            [
                "(unmapped) 10", "(unmapped)/(unmapped) 10", "(unmapped)/(unmapped)/skunkworks 10",
                "service 7", "service/support 7", "service/support/reply 6", "service/support/triage 1",
                "growth 4", "growth/sales 4", "growth/sales/copy 4",
                "none 2", "none/none 2", "none/none/none 2",
            ],
            Lines(report));
        Assert.Equal(5, report.Rows.Count(static row => !row.IsSubtotal));
        Assert.Equal(["unit", "team", "feature"], Organisation.Levels);
    }

    [Fact]
    public Task A_subtotal_is_what_a_question_about_its_values_alone_is_answered() =>
        Gen.Select(LedgerGens.Entry.Array[0, 40], LedgerGens.Dimension.Array[1, 3], Gen.Enum<TimeBucket>(), Gen.Int[1, 50]).SampleAsync(async (entries, levels, bucket, recent) =>
        {
            var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = recent });
            await ledger.AppendAllAsync(entries);
            LedgerDimension[] distinct = [.. levels.Distinct()];

            LedgerReport report = await ledger.AskAsync(LedgerQuery.All.Rollup(distinct).By(bucket));

            foreach (LedgerRow row in report.Rows)
            {
                LedgerQuery alone = row.Keys.Zip(distinct).Aggregate(LedgerQuery.All.By(bucket), static (query, key) => query.Where(key.Second, [key.First]));
                LedgerTotals answer = LedgerAsserts.Reference(entries, alone).Rows.Single(other => other.Start == row.Start && other.Totals.Currency == row.Totals.Currency).Totals;
                LedgerAsserts.Same([answer], [row.Totals]);
                Assert.Equal(row.Keys.Length < distinct.Length, row.IsSubtotal);
            }

            LedgerAsserts.Same(LedgerAsserts.Reference(entries, LedgerQuery.All.GroupBy(distinct).By(bucket)), report with
            {
                Rows = [.. report.Rows.Where(static row => !row.IsSubtotal)],
                RowCount = report.Rows.Count(static row => !row.IsSubtotal),
            });
        });

    [Fact]
    public void A_mapping_answers_as_if_the_entries_had_the_mapped_values_as_tags() =>
        Gen.Select(LedgerGens.Entry, Gen.OneOf<string?>(null, "triage", "reply", "copy", "other")).Array[0, 40].Sample(entries =>
        {
            IEnumerable<LedgerEntry> tagged = entries.Select(static entry => Tag(entry.Item1, "feature", entry.Item2));
            IEnumerable<LedgerEntry> spelledOut = tagged.Select(static entry => entry.Tags.TryGetValue("feature", out string? feature)
                ? Tag(Tag(entry, "team", TeamOfFeature.GetValueOrDefault(feature, "(unmapped)")), "unit", UnitOfTeam.GetValueOrDefault(TeamOfFeature.GetValueOrDefault(feature, "?"), "(unmapped)"))
                : entry with { Tags = TagSet.Empty });

            LedgerAsserts.Same(
                LedgerAsserts.Reference(spelledOut, LedgerQuery.All.Rollup("unit", "team", "feature")), LedgerAsserts.Reference(tagged, LedgerQuery.All.Rollup(Organisation)));
        });

    [Fact]
    public void The_first_ones_are_those_beneath_every_row_and_the_rest_is_counted_once()
    {
        LedgerReport report = LedgerAsserts.Reference(Entries, LedgerQuery.All.Rollup("team", "feature").Top(1));
        LedgerReport mapped = LedgerAsserts.Reference(Entries, LedgerQuery.All.Rollup(LedgerHierarchy.Of("feature").Under("team", TeamOfFeature)).Top(2));

        Assert.Equal(["none 23", "none/skunkworks 10"], Lines(report));
        Assert.Equal(13m, Assert.Single(report.Rest).EffectiveCost);
        Assert.Equal(["(unmapped) 10", "(unmapped)/skunkworks 10", "support 7", "support/reply 6", "support/triage 1"], Lines(mapped));
        Assert.Equal((6m, 23m), (Assert.Single(mapped.Rest).EffectiveCost, mapped.TotalIn("USD").EffectiveCost));
    }

    [Fact]
    public async Task What_the_overflow_hides_is_a_row_of_its_own_at_the_levels_that_it_hides()
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { MaxRollupsPerHour = 1 });
        await ledger.AppendAllAsync(Attempt(1m, "triage"), Attempt(2m, "reply"), Attempt(4m, "copy") with { Outcome = AttemptOutcome.Failed });

        LedgerReport byOutcome = await ledger.AskAsync(LedgerQuery.All.Rollup(LedgerDimension.Outcome, "feature"));
        LedgerReport byTeam = await ledger.AskAsync(LedgerQuery.All.Rollup(LedgerHierarchy.Of("feature").Under("team", TeamOfFeature)));

        Assert.Equal(["Failed 4", "Failed/(overflow) 4", "Succeeded 3", "Succeeded/triage 1", "Succeeded/(overflow) 2"], Lines(byOutcome));
        Assert.Equal([false, true, false, false, true], byOutcome.Rows.Select(static row => row.IsOverflow));
        Assert.Equal(["support 1", "support/triage 1", "(overflow) 6", "(overflow)/(overflow) 6"], Lines(byTeam));
    }

    [Fact]
    public void A_level_between_two_values_of_the_entries_can_be_mapped()
    {
        LedgerHierarchy hierarchy = LedgerHierarchy.Of(LedgerDimension.Model).Under("feature").Under("team", TeamOfFeature).Under(LedgerDimension.Provider);

        LedgerReport report = LedgerAsserts.Reference([Attempt(1m, "copy")], LedgerQuery.All.Rollup(hierarchy));

        Assert.Equal("openai/sales/copy/gpt-x 1", Lines(report).Last());
        Assert.Equal("Provider / team / feature / Model", hierarchy.ToString());
    }

    [Fact]
    public void A_hierarchy_that_cannot_be_is_refused()
    {
        Assert.Contains("at least one level", Assert.Throws<ArgumentException>(() => LedgerHierarchy.Of()).Message, StringComparison.Ordinal);
        Assert.Contains("TEAM is named twice", Assert.Throws<ArgumentException>(() => LedgerHierarchy.Of("feature", "team").Under("TEAM", UnitOfTeam)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "set both by Rollup",
            Assert.Throws<ArgumentException>(() => new LedgerReportBuilder(LedgerQuery.All.Rollup(Organisation) with { Dimensions = ["team"] })).Message,
            StringComparison.Ordinal);
        Assert.Null(LedgerQuery.All.Rollup(Organisation).GroupBy("team").Hierarchy);
    }

    private static LedgerEntry Attempt(decimal cost, string feature) => EntryBuilder.Attempt(cost, null, ("feature", feature));

    private static LedgerEntry Tag(LedgerEntry entry, string key, string? value) =>
        value is null ? entry with { Tags = TagSet.Empty } : entry with { Tags = (key == "feature" ? TagSet.Empty : entry.Tags).With((key, value)) };

    private static IEnumerable<string> Lines(LedgerReport report) =>
        report.Rows.Select(static row => $"{string.Join('/', row.Keys.Select(static key => key ?? "none"))} {row.Totals.EffectiveCost}");
}
