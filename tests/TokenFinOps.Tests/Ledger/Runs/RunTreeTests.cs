using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Runs;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger.Runs;

public sealed class RunTreeTests
{
    private static readonly Gen<LedgerEntry> Entry = Gen.Select(
        LedgerGens.OrdinaryEntry, Gen.Int[-1, 9], Gen.Int[-3, 9], Gen.OneOf<string?>(null, "plan", "search", "chat"), Gen.Int[0, 5], static (entry, run, parent, step, request) => entry with
        {
            RunId = run < 0 ? null : $"r{run}",
            ParentRunId = parent < 0 ? null : $"r{parent}",
            RequestId = new Guid(request, 0, 0, new byte[8]),
            Tags = step is null ? entry.Tags : entry.Tags.With(("step", step)),
        });

    private readonly InMemoryCostLedger _ledger = new();

    [Fact]
    public async Task A_run_is_the_sum_of_its_own_calls_and_of_those_of_the_runs_that_it_started()
    {
        await _ledger.AppendAllAsync(Call("agent", null, 1m), Call("search", "agent", 2m), Call("search", "agent", 2m), Call("rerank", "search", 4m), Call("write", "agent", 8m));
        await _ledger.AppendAllAsync(Call("another", null, 100m), EntryBuilder.Attempt(100m));

        RunTree tree = (await ReadAsync("agent"))!;

        Assert.Equal(
            ["agent 0 1 17", "search 1 4 8", "write 1 8 8", "rerank 2 4 4"],
            tree.Runs.Select(static run => $"{run.RunId} {run.Depth} {run.Own.TotalIn().EffectiveCost} {run.Cumulated.TotalIn().EffectiveCost}"));
        Assert.Equal((2, 2, 5L), (tree.Depth, tree.MostChildren, tree.Root.Cumulated.Attempts));
        Assert.Equal(["search", "write"], tree.Root.Children.Select(static run => run.RunId));
        Assert.Equal("search", tree.Root.Children[0].Children[0].ParentRunId);
        Assert.Equal((false, LedgerGaps.None), (tree.IsTruncated, tree.Gaps));
    }

    [Fact]
    public async Task Calls_are_told_apart_by_their_step_or_else_by_what_was_asked_for()
    {
        await _ledger.AppendAllAsync(
            Call("agent", null, 1m, "plan"), Call("sub", "agent", 2m, "plan"), Call("agent", null, 4m), Call("agent", null, 8m, "chat"),
            Call("agent", null, 16m) with { Operation = "embeddings" });

        RunTree tree = (await ReadAsync("agent"))!;
        RunTree byModel = (await ReadAsync("agent", new RunTreeOptions { Step = LedgerDimension.Model }))!;

        Assert.Equal(["plan 2 3", "chat 1 8", "(chat) 1 4", "(embeddings) 1 16"], Steps(tree.Root.Cumulated));
        Assert.Equal(["chat 1 8", "(chat) 1 4", "(embeddings) 1 16", "plan 1 1"], Steps(tree.Root.Own));
        Assert.Equal(["gpt-x 5 31"], Steps(byModel.Root.Cumulated));
    }

    [Fact]
    public async Task Retries_and_fallbacks_show_as_attempts_of_one_request()
    {
        LedgerEntry request = Call("agent", null, 1m);
        await _ledger.AppendAllAsync(request, request with { Id = Guid.NewGuid() }, request with { Id = Guid.NewGuid() }, Call("agent", null, 1m), Call("sub", "agent", 1m));
        await _ledger.AppendAllAsync(request with { Id = Guid.NewGuid(), Kind = LedgerEntryKind.Correction, Cost = EntryBuilder.Priced(-1m), Usage = Usage.None });

        RunFigures own = (await ReadAsync("agent"))!.Root.Own;

        Assert.Equal((2, 4L, 3, 2m), (own.Requests, own.Attempts, own.MostAttemptsOfARequest, own.AttemptsPerRequest));
        Assert.Equal(3m, own.TotalIn().EffectiveCost);
    }

    [Fact]
    public async Task A_run_that_made_no_call_itself_is_known_by_the_runs_that_it_started()
    {
        await _ledger.AppendAllAsync(Call("sub", "agent", 1m));

        RunNode root = (await ReadAsync("agent"))!.Root;

        Assert.Equal((0L, 1L, null), (root.Own.Attempts, root.Cumulated.Attempts, root.Own.AttemptsPerRequest));
        Assert.Equal(0, root.Own.MostAttemptsOfARequest);
        Assert.Null(await ReadAsync("unknown"));
    }

    [Fact]
    public Task Whatever_runs_name_as_their_parents_every_run_below_is_counted_once() =>
        Gen.Select(Entry.Array[0, 60], Gen.Int[0, 9]).SampleAsync(async (entries, root) =>
        {
            var ledger = new InMemoryCostLedger();
            await ledger.AppendAllAsync(entries);

            RunTree? tree = await ledger.GetRunAsync($"r{root}", cancellationToken: TestContext.Current.CancellationToken);

            HashSet<string?> below = Below($"r{root}", entries);
            LedgerEntry[] expected = [.. entries.Where(entry => below.Contains(entry.RunId ?? entry.ParentRunId))];
            if (expected.Length == 0)
            {
                Assert.Null(tree);
                return;
            }

            Assert.Equal(below.Order(), tree!.Runs.Select(static run => run.RunId).Order());
            LedgerAsserts.Same(LedgerAsserts.Reference(expected, LedgerQuery.All).Totals, tree.Root.Cumulated.Totals);
            Assert.Equal(expected.Where(static entry => entry.Kind == LedgerEntryKind.Attempt).Select(static entry => entry.RequestId).Distinct().Count(), tree.Root.Cumulated.Requests);
            Assert.All(tree.Runs, run => AddsUp(run, entries));
        });

    [Fact]
    public async Task A_tree_is_read_as_far_as_its_bounds_and_says_so()
    {
        await _ledger.AppendAllAsync(Enumerable.Range(0, 300).Select(static i => Call($"r{i}", i == 0 ? null : $"r{(i - 1) / 2}", 1m)));

        RunTree whole = (await ReadAsync("r0"))!;
        RunTree shallow = (await ReadAsync("r0", new RunTreeOptions { MaxDepth = 2 }))!;
        RunTree few = (await ReadAsync("r0", new RunTreeOptions { MaxRuns = 250 }))!;

        Assert.Equal((300, 8, false), (whole.Runs.Length, whole.Depth, whole.IsTruncated));
        Assert.Equal((7, 2, true), (shallow.Runs.Length, shallow.Depth, shallow.IsTruncated));
        Assert.Equal((250m, true), (few.Root.Cumulated.TotalIn().EffectiveCost, few.IsTruncated));
    }

    [Fact]
    public async Task A_tree_says_when_entries_of_it_may_be_gone()
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = 1 });
        await ledger.AppendAllAsync(Call("agent", null, 1m), Call("agent", null, 1m));

        Assert.Equal(LedgerGaps.EntriesEvicted, (await ledger.GetRunAsync("agent", cancellationToken: TestContext.Current.CancellationToken))!.Gaps);
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(" "));
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync("r", new RunTreeOptions { Step = default }));
        Assert.Contains("MaxRuns is 0", (await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync("r", new RunTreeOptions { MaxRuns = 0 }))).Message, StringComparison.Ordinal);
    }

    private static void AddsUp(RunNode run, LedgerEntry[] entries)
    {
        Assert.Equal(run.Cumulated.Attempts, run.Own.Attempts + run.Children.Sum(static child => child.Cumulated.Attempts));
        Assert.Equal(run.Cumulated.Attempts, run.Cumulated.Steps.Sum(static step => step.Attempts));
        Assert.All(run.Children, child => Assert.Equal((run.RunId, run.Depth + 1), (child.ParentRunId, child.Depth)));
        foreach (LedgerTotals total in run.Cumulated.Totals)
        {
            IEnumerable<LedgerTotals> parts = run.Children.Select(static child => child.Cumulated).Append(run.Own).Select(part => part.TotalIn(total.Currency));
            Assert.Equal(total.EffectiveCost, ExactSum.Of(parts.Select(static part => part.EffectiveCost)).ToDecimal());
            Assert.Equal(total.ListCost, ExactSum.Of(run.Cumulated.Steps.SelectMany(static step => step.Totals).Where(part => part.Currency == total.Currency).Select(static part => part.ListCost)).ToDecimal());
        }

        LedgerAsserts.Same(
            LedgerAsserts.Reference(entries.Where(entry => (entry.RunId ?? entry.ParentRunId) == run.RunId), LedgerQuery.All).Totals, run.Own.Totals);
    }

    private static HashSet<string?> Below(string root, LedgerEntry[] entries)
    {
        HashSet<string?> below = [root];
        while (entries.Any(entry => entry.RunId is not null && below.Contains(entry.ParentRunId) && below.Add(entry.RunId)))
        {
        }

        return below;
    }

    private static LedgerEntry Call(string run, string? parent, decimal cost, string? step = null) =>
        EntryBuilder.Attempt(cost, null, step is null ? [] : [("step", step)]) with { RunId = run, ParentRunId = parent };

    private static IEnumerable<string> Steps(RunFigures figures) => figures.Steps.Select(static step =>
        $"{(step.IsOperation ? $"({step.Name})" : step.Name)} {step.Attempts} {step.Totals.Single().EffectiveCost}");

    private Task<RunTree?> ReadAsync(string run, RunTreeOptions? options = null) => _ledger.GetRunAsync(run, options, TestContext.Current.CancellationToken);
}
