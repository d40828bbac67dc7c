using CsCheck;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger;
using TokenFinOps.Tests.Ledger.Conformance;

namespace TokenFinOps.ServerTests;

public sealed class SumFoldingTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 10, 0, 0, TimeSpan.Zero);

    // Some in the days that are over, some in the day that is not, some to come.
    private static readonly Gen<LedgerEntry> Scattered = ScatteredGens.Entries(4, 7, Gen.Int[300, 360]);
    private static readonly Gen<LedgerQuery> Question = ScatteredGens.Questions(4, Gen.Int[-50, 2_500], Gen.Int[0, 2_600]);

    public SumFoldingTests() => TestServer.Require();

    [Fact]
    public Task Any_question_has_one_answer_before_between_and_after_foldings() => Gen.Select(Scattered.Array[1, 40].Array[1, 4], Question.Array[6]).SampleAsync(
        async (parts, questions) =>
        {
            await using var schema = new TestSchema();
            await using PostgreSqlCostLedger ledger = schema.Open(static options => options.MaxBatch = 9, new FakeTimeProvider(Now));
            List<LedgerEntry> all = [];
            foreach (LedgerEntry[] part in parts)
            {
                await ledger.AppendAllAsync(part);
                all.AddRange(part);
                await AgreesAsync(ledger, all, questions);
                await ledger.Folder.FoldAsync(TestContext.Current.CancellationToken);
                await AgreesAsync(ledger, all, questions);
            }
        },
        iter: 12,
        threads: 1);

    [Fact]
    public async Task Folding_leaves_nothing_behind_and_sums_up_the_days_that_are_over()
    {
        await using var schema = new TestSchema();
        await using PostgreSqlCostLedger ledger = schema.Open(time: new FakeTimeProvider(Now));
        await ledger.AppendAllAsync(new[] { -40, -40, -1, 0, 1 }.Select(static day => EntryBuilder.Attempt(1m, Now.AddDays(day))));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);

        await ledger.Folder.FoldAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0L, await schema.RunAsync("SELECT count(*) FROM $S.rollup_delta"));
        Assert.Equal(2L, await schema.RunAsync("SELECT count(*) FROM $S.day WHERE is_summed"));
        Assert.Equal("0 4,1 2,2 2", await schema.RunAsync(
            "SELECT string_agg(level || ' ' || number, ',' ORDER BY level) FROM (SELECT level, count(*) AS number FROM $S.rollup GROUP BY level) AS by_level"));
    }

    [Fact]
    public async Task Questions_asked_while_others_write_and_fold_see_every_entry_once()
    {
        await using var schema = new TestSchema();
        await using PostgreSqlCostLedger writer = schema.Open(static options => options.MaxBatch = 5);
        await using PostgreSqlCostLedger reader = schema.Open();
        Task writing = Task.Run(
            () => writer.AppendAllAsync(Enumerable.Range(0, 3_000).Select(static i => EntryBuilder.Attempt(0.25m, EntryBuilder.Noon.AddHours(i % 50)))),
            TestContext.Current.CancellationToken);
        Task folding = Task.Run(
            async () =>
            {
                while (!writing.IsCompleted)
                {
                    await reader.Folder.FoldAsync(TestContext.Current.CancellationToken);
                }
            },
            TestContext.Current.CancellationToken);
        long seen = 0;
        while (!writing.IsCompleted)
        {
            LedgerTotals total = (await reader.AskAsync(LedgerQuery.All)).TotalIn();
            Assert.Equal(total.Attempts * 0.25m, total.EffectiveCost);
            Assert.True(total.Attempts >= seen, $"{seen} entries were seen before and {total.Attempts} afterwards.");
            seen = total.Attempts;
        }

        await Task.WhenAll(writing, folding);
        LedgerReport report = await writer.AskAsync(LedgerQuery.All);
        Assert.Equal((3_000, LedgerGaps.None), (report.TotalIn().Attempts, report.Gaps));
    }

    private static async Task AgreesAsync(PostgreSqlCostLedger ledger, List<LedgerEntry> entries, LedgerQuery[] questions)
    {
        foreach (LedgerQuery question in questions)
        {
            LedgerAsserts.Same(LedgerAsserts.Reference(entries.DistinctBy(static entry => entry.Id), question), await ledger.AskAsync(question));
        }
    }
}
