using CsCheck;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class PageTests
{
    private static readonly LedgerQuery ByTeam = LedgerQuery.All.GroupBy("team").OrderBy(LedgerMeasure.EffectiveCost);

    [Fact]
    public void The_pages_one_after_the_other_are_all_rows() =>
        Gen.Select(LedgerGens.Entry.Array[0, 40], LedgerGens.Query, Gen.Int[1, 7], Gen.Bool).Sample((entries, query, size, isRolledUp) =>
        {
            LedgerQuery asked = isRolledUp && query.Dimensions.Length > 0 ? query.Rollup(query.Dimensions.AsSpan()) : query;
            LedgerReport all = LedgerAsserts.Reference(entries, asked);
            LedgerReport[] pages =
            [
                .. Enumerable.Range(0, (all.RowCount / size) + 1).Select(page => LedgerAsserts.Reference(entries, asked.Page(page * size, size))),
            ];

            LedgerAsserts.Same(all, all with { Rows = [.. pages.SelectMany(static page => page.Rows)] });
            Assert.All(pages, page => LedgerAsserts.Same(all.Totals, page.Totals));
            Assert.All(pages, page => Assert.Equal(all.Rows.Length, page.RowCount));
        });

    [Fact]
    public void The_top_decides_which_rows_there_are_and_the_page_which_are_given()
    {
        LedgerReport report = LedgerAsserts.Reference(
            Enumerable.Range(1, 9).Select(static i => EntryBuilder.Attempt(i, null, ("team", $"t{i}"))), ByTeam.Top(4).Page(skip: 2, take: 5));

        Assert.Equal(["t7", "t6"], report.Rows.Select(static row => row.Keys[0]));
        Assert.Equal((4, 45m, 15m), (report.RowCount, report.TotalIn("USD").EffectiveCost, Assert.Single(report.Rest).EffectiveCost));
    }

    [Fact]
    public void A_page_after_the_last_one_is_empty_and_still_says_what_there_is()
    {
        LedgerReport report = LedgerAsserts.Reference([EntryBuilder.Attempt(1m)], ByTeam.Page(10, 10));

        Assert.Empty(report.Rows);
        Assert.Equal((1, 1m), (report.RowCount, report.TotalIn("USD").EffectiveCost));
    }

    [Fact]
    public void A_page_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ByTeam.Page(-1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByTeam.Page(0, 0));
    }
}
