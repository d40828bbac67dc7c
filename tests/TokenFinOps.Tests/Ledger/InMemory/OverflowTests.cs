using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class OverflowTests
{
    [Fact]
    public async Task A_tag_with_too_many_values_overflows_and_every_total_stays_exact()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 100, perHour: 3);
        await ledger.AppendAllAsync(Enumerable.Range(0, 10).Select(static i => EntryBuilder.Attempt(i, null, ("user", $"u{i}"))));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("user"));

        Assert.Equal(["u0", "u1", "u2", LedgerDimension.OverflowValue], report.Rows.Select(static row => row.Keys[0]));
        Assert.Equal(42m, report.Rows.Single(static row => row.IsOverflow).Totals.EffectiveCost);
        Assert.Equal(45m, report.TotalIn("USD").EffectiveCost);
        Assert.Equal((7, 42m), (Assert.Single(report.Overflow).Attempts, report.Overflow[0].EffectiveCost));
        Assert.Equal(7, ledger.Statistics.OverflowEntries);
        Assert.True(report.IsComplete);
    }

    [Fact]
    public async Task A_known_combination_keeps_its_sum_after_the_hour_is_full()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 100, perHour: 1);
        await ledger.AppendAllAsync(Attempt("a", 0), Attempt("b", 0), Attempt("a", 0));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("user"));

        Assert.Equal(2, report.Rows.Single(static row => row.Keys[0] == "a").Totals.Attempts);
        Assert.Equal(0, (await ledger.AskAsync(LedgerQuery.All.Where("user", "a"))).Rows.Count(static row => row.IsOverflow));
    }

    [Fact]
    public async Task A_full_ledger_gives_up_the_detail_of_its_oldest_hour_and_keeps_that_of_the_new_one()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 4, perHour: 4);
        await ledger.AppendAllAsync(Attempt("a", 0), Attempt("b", 0), Attempt("c", 1), Attempt("d", 1));
        await ledger.AppendAllAsync(Attempt("e", 2), Attempt("f", 2), Attempt("g", 2));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("user").By(TimeBucket.Hour));

        Assert.Equal(
            ["12 (overflow) 2", "13 c 1", "13 (overflow) 1", "14 e 1", "14 f 1", "14 g 1"],
            report.Rows.Select(static row => $"{row.Start:HH} {row.Keys[0]} {row.Totals.Attempts}"));
        Assert.Equal(4, ledger.Statistics.Rollups);
        Assert.Equal(7, report.TotalIn("USD").Attempts);
    }

    [Fact]
    public async Task A_full_ledger_keeps_what_it_knows_of_its_only_hour()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 2, perHour: 10);
        await ledger.AppendAllAsync(Attempt("a", 0), Attempt("b", 0), Attempt("c", 0), Attempt("d", 0));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("user"));

        Assert.Equal(["a 1", "b 1", "(overflow) 2"], report.Rows.Select(static row => $"{row.Keys[0]} {row.Totals.Attempts}"));
    }

    [Fact]
    public async Task Sums_that_move_to_the_overflow_take_all_their_entries_along()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 1, perHour: 1);
        await ledger.AppendAllAsync(Attempt("a", 0), Attempt("a", 0), Attempt("a", 0), Attempt("b", 1));

        Assert.Equal(3, ledger.Statistics.OverflowEntries);
        Assert.Equal(3, Assert.Single((await ledger.AskAsync(LedgerQuery.All)).Overflow).Attempts);
    }

    [Fact]
    public async Task A_late_entry_does_not_push_out_the_detail_of_newer_hours()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 2, perHour: 2);
        await ledger.AppendAllAsync(Attempt("a", 5), Attempt("b", 5), Attempt("late", 0));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("user"));

        Assert.Equal(["a", "b", LedgerDimension.OverflowValue], report.Rows.Select(static row => row.Keys[0]));
    }

    [Fact]
    public async Task A_question_about_a_hidden_value_says_how_much_is_undecided()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 100, perHour: 1);
        await ledger.AppendAllAsync(Attempt("a", 0), Attempt("b", 0), Attempt("c", 0));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.Where("user", "b"));

        Assert.Empty(report.Totals);
        Assert.Equal(LedgerGaps.OverflowUndecided, report.Gaps);
        Assert.Equal(2, Assert.Single(report.Undecided).Attempts);
    }

    [Fact]
    public async Task Closed_sets_are_known_even_of_the_overflow()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 100, perHour: 1);
        await ledger.AppendAllAsync(Attempt("a", 0), Attempt("b", 0) with { Outcome = AttemptOutcome.Failed }, Attempt("c", 0));

        LedgerReport failed = await ledger.AskAsync(LedgerQuery.All.Where(LedgerDimension.Outcome, "Failed"));
        LedgerReport byOutcome = await ledger.AskAsync(LedgerQuery.All.GroupBy(LedgerDimension.Outcome));

        Assert.Equal(1, failed.TotalIn("USD").Attempts);
        Assert.True(failed.IsComplete);
        Assert.Equal(["Failed 1", "Succeeded 2"], byOutcome.Rows.Select(static row => $"{row.Keys[0]} {row.Totals.Attempts}"));
        Assert.Empty((await ledger.AskAsync(LedgerQuery.All.Where("user", "b").Where(LedgerDimension.Outcome, "Cancelled"))).Undecided);
    }

    [Fact]
    public async Task A_tag_that_is_called_like_the_overflow_is_another_row()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 100, perHour: 1);
        await ledger.AppendAllAsync(Attempt(LedgerDimension.OverflowValue, 0), Attempt("b", 0));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("user"));

        Assert.Equal([false, true], report.Rows.Select(static row => row.IsOverflow));
        Assert.Equal(1, (await ledger.AskAsync(LedgerQuery.All.Where("user", LedgerDimension.OverflowValue))).TotalIn("USD").Attempts);
    }

    [Fact]
    public async Task Without_grouping_the_overflow_is_no_row_of_its_own()
    {
        InMemoryCostLedger ledger = LedgerOf(maxRollups: 100, perHour: 1);
        await ledger.AppendAllAsync(Attempt("a", 0), Attempt("b", 0));

        LedgerRow row = Assert.Single((await ledger.AskAsync(LedgerQuery.All)).Rows);

        Assert.Equal((false, 2), (row.IsOverflow, row.Totals.Attempts));
    }

    private static LedgerEntry Attempt(string user, int hour) => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddHours(hour), ("user", user));

    private static InMemoryCostLedger LedgerOf(int maxRollups, int perHour) =>
        new(new InMemoryCostLedgerOptions { MaxRollups = maxRollups, MaxRollupsPerHour = perHour });
}
