using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Conformance;

public abstract partial class CostLedgerConformance
{
    [Fact]
    public Task An_empty_ledger_has_nothing() => WithLedgerAsync(async ledger =>
    {
        LedgerReport report = await ledger.AskAsync(LedgerQuery.All);

        Assert.Empty(report.Rows);
        Assert.Empty(report.Totals);
        Assert.True(report.IsComplete);
        Assert.Empty(await ledger.EntriesAsync());
    });

    [Fact]
    public Task The_smallest_amount_is_not_lost_beside_the_largest() => WithLedgerAsync(async ledger =>
    {
        const decimal Smallest = 0.0000000000000000000000000001m;
        await ledger.AppendAllAsync(
            EntryBuilder.Attempt(decimal.MaxValue), EntryBuilder.Attempt(Smallest), EntryBuilder.Attempt(-decimal.MaxValue), EntryBuilder.Attempt(2 * Smallest));

        LedgerTotals total = (await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD");

        Assert.Equal((3 * Smallest, 3 * Smallest), (total.ListCost, total.EffectiveCost));
    });

    [Fact]
    public Task Sums_are_exact_in_whatever_order_entries_come() =>
        Gen.Select(ConformanceGens.Entry.Array[0, 40], Gen.Int[0, 1_000]).SampleAsync(
            (entries, turn) => WithLedgerAsync(async ledger =>
            {
                await ledger.AppendAllAsync(entries.Skip(turn % (entries.Length + 1)).Concat(entries.Take(turn % (entries.Length + 1))).Reverse());

                LedgerReport report = await ledger.AskAsync(LedgerQuery.All);

                Assert.True(report.IsComplete);
                LedgerAsserts.Same(LedgerAsserts.Reference(entries, LedgerQuery.All), report);
            }),
            iter: Iterations,
            threads: 1);

    [Fact]
    public Task Many_writers_at_once_lose_nothing_and_round_nothing() =>
        ConformanceGens.Entry.Array[400].SampleAsync(
            entries => WithLedgerAsync(async ledger =>
            {
                await WriteAtOnceAsync(ledger, entries.Chunk(50));

                LedgerAsserts.Same(LedgerAsserts.Reference(entries, LedgerQuery.All), await ledger.AskAsync(LedgerQuery.All));
                Assert.Equal(
                    entries.Select(static entry => entry.Id).Order(), (await ledger.EntriesAsync()).Select(static entry => entry.Id).Order());
            }),
            iter: Math.Min(Iterations, 5),
            threads: 1);

    [Fact]
    public Task A_question_asked_during_appends_sees_whole_entries_only() => WithLedgerAsync(async ledger =>
    {
        long appended = 0;
        Task writer = Task.Run(
            async () =>
            {
                for (int i = 0; i < 2_000; i++)
                {
                    await ledger.AppendAsync(EntryBuilder.Attempt(0.25m, EntryBuilder.Noon.AddHours(i % 4), ("user", $"u{i % 7}")));
                    Interlocked.Increment(ref appended);
                }
            },
            TestContext.Current.CancellationToken);

        do
        {
            long before = Interlocked.Read(ref appended);
            LedgerTotals total = (await ledger.AskAsync(LedgerQuery.All.GroupBy("user"))).TotalIn("USD");
            Assert.Equal(total.Attempts * 0.25m, total.EffectiveCost);
            Assert.Equal(total.Attempts * 1_000m, total.Usage.InputTokens);
            Assert.True(total.Attempts >= before, $"{before} appends had completed, but only {total.Attempts} were seen.");
        }
        while (!writer.IsCompleted);

        await writer;
        Assert.Equal(500m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD").EffectiveCost);
    });

    private static Task WriteAtOnceAsync(ICostLedger ledger, IEnumerable<LedgerEntry[]> parts) =>
        Task.WhenAll(parts.Select(part => Task.Run(() => ledger.AppendAllAsync(part))));
}
