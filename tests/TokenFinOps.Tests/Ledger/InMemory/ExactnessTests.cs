using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class ExactnessTests
{
    [Fact]
    public Task Any_question_is_answered_as_if_all_entries_had_been_read() =>
        Gen.Select(LedgerGens.Entry.Array[0, 60], LedgerGens.Query).SampleAsync(async (entries, query) =>
        {
            // A ring of one: the answer comes from the sums.
            var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = 1 });
            await ledger.AppendAllAsync(entries);

            LedgerReport report = await ledger.AskAsync(query);

            Assert.True(report.IsComplete);
            LedgerAsserts.Same(LedgerAsserts.Reference(entries, query), report);
        });

    [Fact]
    public Task The_rows_of_any_grouping_add_up_to_the_totals_exactly() =>
        Gen.Select(LedgerGens.OrdinaryEntry.Array[0, 60], LedgerGens.Query, Gen.Int[1, 4], Gen.Int[1, 20]).SampleAsync(async (entries, query, limit, cap) =>
        {
            var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { MaxRollups = cap });
            await ledger.AppendAllAsync(entries);

            LedgerReport report = await ledger.AskAsync(query.Top(limit));

            LedgerReport all = await ledger.AskAsync(LedgerQuery.All);
            LedgerAsserts.Same(all.Totals, report.Totals);
            foreach (LedgerTotals total in report.Totals)
            {
                ExactSum rows = ExactSum.Of(
                    report.Rows.Select(static row => row.Totals).Concat(report.Rest).Where(row => row.Currency == total.Currency).Select(static row => row.EffectiveCost));
                Assert.Equal(total.EffectiveCost, rows.ToDecimal());
            }
        });

    [Fact]
    public Task A_filter_and_its_opposite_make_up_the_whole() =>
        Gen.Select(LedgerGens.OrdinaryEntry.Array[0, 60], LedgerGens.Dimension, Gen.Int[0, 59], Gen.Int[1, 20]).SampleAsync(async (entries, dimension, pick, cap) =>
        {
            var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { MaxRollups = cap });
            await ledger.AppendAllAsync(entries);
            string? value = entries.Length == 0 || dimension == LedgerDimension.EntryKind ? "Attempt" : dimension.ValueOf(entries[pick % entries.Length]);
            value = entries.Length == 0 && !dimension.IsTag ? null : value;

            LedgerReport with = await ledger.AskAsync(LedgerQuery.All.Where(dimension, value));
            LedgerReport without = await ledger.AskAsync(LedgerQuery.All.WhereNot(dimension, value));
            LedgerReport all = await ledger.AskAsync(LedgerQuery.All);

            // What the overflow hides is in neither, and both say so.
            LedgerAsserts.Same(with.Undecided, without.Undecided);
            foreach (LedgerTotals total in all.Totals)
            {
                LedgerTotals[] parts = [.. with.Totals.Concat(without.Totals).Concat(with.Undecided).Where(part => part.Currency == total.Currency)];
                Assert.Equal(total.Attempts, parts.Sum(static part => part.Attempts));
                Assert.Equal(total.Corrections, parts.Sum(static part => part.Corrections));
                Assert.Equal(total.EffectiveCost, ExactSum.Of(parts.Select(static part => part.EffectiveCost)).ToDecimal());
            }
        });

    [Fact]
    public Task Sixteen_writers_at_once_lose_nothing_and_round_nothing() =>
        Gen.Select(LedgerGens.Entry.Array[1_600], LedgerGens.Query, Gen.Int[1, 2_000]).SampleAsync(
            async (entries, query, cap) =>
            {
                var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { MaxRollups = cap, RecentEntries = 2_000 });
                using var start = new Barrier(16);
                await Task.WhenAll(entries.Chunk(100).Select(part => Task.Factory.StartNew(
                    () => WriteAsync(ledger, part, start), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

                LedgerReport report = await ledger.AskAsync(query);

                LedgerAsserts.Same(LedgerAsserts.Reference(entries, LedgerQuery.All).Totals, report.Totals);
                Assert.Equal(1_600, ledger.Statistics.Entries);
            },
            iter: 20);

    [Fact]
    public async Task A_question_asked_during_appends_sees_whole_entries_only()
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { MaxRollups = 8, RecentEntries = 50 });
        Task writer = Task.Run(
            async () =>
            {
                for (int i = 0; i < 20_000; i++)
                {
                    await ledger.AppendAsync(EntryBuilder.Attempt(0.25m, EntryBuilder.Noon.AddHours(i % 4), ("user", $"u{i % 7}")));
                }
            },
            TestContext.Current.CancellationToken);

        long seen = 0;
        do
        {
            LedgerTotals total = (await ledger.AskAsync(LedgerQuery.All.GroupBy("user"))).TotalIn("USD");
            Assert.Equal(total.Attempts * 0.25m, total.EffectiveCost);
            Assert.Equal(total.Attempts * 1_000m, total.Usage.InputTokens);
            Assert.True(total.Attempts >= seen);
            seen = total.Attempts;
        }
        while (!writer.IsCompleted);

        await writer;
        Assert.Equal(5_000m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD").EffectiveCost);
    }

    private static async Task WriteAsync(InMemoryCostLedger ledger, LedgerEntry[] entries, Barrier start)
    {
        start.SignalAndWait();
        foreach (LedgerEntry entry in entries)
        {
            await ledger.AppendAsync(entry);
        }
    }
}
