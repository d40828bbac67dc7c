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
