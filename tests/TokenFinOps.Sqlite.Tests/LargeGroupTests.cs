using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Tests.Ledger;
using TokenFinOps.Tests.Ledger.Conformance;

namespace TokenFinOps.Sqlite.Tests;

/// <summary>Groups so large that their sums, and those of a day that is over, are made while the entries are inserted.</summary>
public sealed class LargeGroupTests
{
    private static readonly Gen<LedgerEntry> Scattered = ScatteredGens.Entries(1, 3, Gen.Int[0, 700]);
    private static readonly Gen<LedgerQuery> Question = ScatteredGens.Questions(1, Gen.Int[-50, 2_200], Gen.Int[0, 2_200]);

    [Fact]
    public Task Entries_that_repeat_or_come_late_are_in_every_sum_once() => Gen.Select(Scattered.Array[300], Gen.Int[0, 100], Question.Array[6]).SampleAsync(
        async (entries, repeated, questions) =>
        {
            using var file = new TempLedger();
            await using SqliteCostLedger ledger = file.Open(configure: static options => options.MaxDelay = TimeSpan.FromMinutes(1));
            foreach (LedgerEntry[] part in entries.Chunk(100))
            {
                await ledger.AppendAllAsync(part.Concat(entries[..repeated]));
                await ledger.FlushAsync(TestContext.Current.CancellationToken);
            }

            LedgerEntry[] once = [.. entries.DistinctBy(static entry => entry.Id)];
            Assert.Equal(once.Length, ledger.Health.Written);
            foreach (LedgerQuery question in questions)
            {
                LedgerAsserts.Same(LedgerAsserts.Reference(once, question), await ledger.AskAsync(question));
            }
        },
        iter: 25,
        threads: 1);

    /// <summary>A day that is over is merged beside the groups that follow, some of which have late entries of it or of its month, and some of which another process writes.</summary>
    [Fact]
    public Task Days_that_are_over_are_summed_up_whatever_comes_while_they_are_merged() =>
        Gen.Select(Gen.Select(Gen.Int[0, 9], Gen.Int[0, 400], Gen.Int[0, 5]).Array[700], Gen.Int[64, 120], Gen.Int[1, 9]).SampleAsync(
            async (draws, size, turns) =>
            {
                using var file = new TempLedger();
                await using SqliteCostLedger first = file.Open(configure: Patient);
                await using SqliteCostLedger second = file.Open(configure: Patient);
                DateTimeOffset end = new(2026, 2, 20, 0, 30, 0, TimeSpan.Zero);
                LedgerEntry[] entries =
                [
                    .. draws.Select((draw, i) => EntryBuilder.Attempt(0.01m * i, end.AddHours(draw.Item1 == 0 ? (i / 2) - draw.Item2 : i / 2), ("team", $"team-{draw.Item3}"))),
                ];
                foreach ((int turn, LedgerEntry[] group) in entries.Chunk(size).Index())
                {
                    SqliteCostLedger ledger = turn % turns == 0 ? first : second;
                    await ledger.AppendAllAsync(group);
                    await ledger.FlushAsync(TestContext.Current.CancellationToken);
                }

                foreach (LedgerQuery question in (LedgerQuery[])[LedgerQuery.All.GroupBy("team").By(TimeBucket.Month), LedgerQuery.All.GroupBy("team").By(TimeBucket.Day)])
                {
                    LedgerAsserts.Same(LedgerAsserts.Reference(entries, question), await first.AskAsync(question));
                }

                static void Patient(SqliteLedgerOptions options) => (options.MaxDelay, options.BusyTimeout) = (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));
            },
            iter: 25,
            threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Merging_gives_the_same_sums_whether_it_runs_out_of_memory_on_the_way_or_not(int limit) => Scattered.Array[1, 80].Sample(
        entries =>
        {
            var whole = new GroupSums();
            var parts = new PackedSums(limit);
            foreach ((int i, LedgerEntry entry) in entries.Index())
            {
                LedgerEntry atNoon = entry with { Timestamp = EntryBuilder.Noon };
                whole.Add(atNoon, i % 7);
                parts.Add(Packed(atNoon, i % 7));
            }

            whole.Pack();
            parts.Merge();
            whole.HourAt(0, out ReadOnlySpan<byte> expected);

            Assert.Equal(1, whole.Count);
            Assert.Equal(expected, parts.Merged);
        },
        iter: 200);

    private static byte[] Packed(LedgerEntry entry, long key)
    {
        var sums = new GroupSums();
        sums.Add(entry, key);
        sums.Pack();
        sums.HourAt(0, out ReadOnlySpan<byte> packed);
        return packed.ToArray();
    }
}
