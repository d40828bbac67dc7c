using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Runs;

/// <summary>Reads a run's tree from a ledger, one level at a time.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>The entries of a level's runs are added up.</description></item>
/// <item><description>The entries that name one of them as their parent lead to the runs of the next level. A run that is known already is not read again.</description></item>
/// <item><description>When there are no more runs, sums move up from the last level to the root.</description></item>
/// </list>
/// <para>Not thread-safe.</para>
/// </remarks>
internal sealed class RunTreeReader(ICostLedger ledger, RunTreeOptions options)
{
    // So many runs are asked for at once: databases have a limit on the parameters of a statement.
    private const int RunsAtOnce = 100;

    private readonly Dictionary<string, RunDraft> _runs = new(StringComparer.Ordinal);
    private readonly List<RunDraft> _order = [];
    private long _entries;
    private bool _isTruncated;

    public async Task<RunTree?> ReadAsync(string runId, CancellationToken cancellationToken)
    {
        Discover(runId, null);
        for (int read = 0; read < _order.Count;)
        {
            RunDraft[] level = [.. _order[read..]];
            read = _order.Count;
            foreach (RunDraft[] runs in level.Chunk(RunsAtOnce))
            {
                await ReadEntriesAsync(runs, cancellationToken);
                await ReadChildrenAsync(runs, cancellationToken);
            }
        }

        if (_entries == 0)
        {
            return null;
        }

        LedgerReport report = await ledger.QueryAsync(LedgerQuery.All.Where(LedgerDimension.Run, runId), cancellationToken);
        return Finish(report.Gaps);
    }

    private async Task ReadEntriesAsync(RunDraft[] runs, CancellationToken cancellationToken)
    {
        LedgerFilter ofRuns = LedgerFilter.All.Where(LedgerDimension.Run, runs.Select(static run => run.RunId));
        await foreach (LedgerEntry entry in ledger.EnumerateAsync(ofRuns, cancellationToken))
        {
            Add(_runs[entry.RunId!], entry);
        }
    }

    private async Task ReadChildrenAsync(RunDraft[] runs, CancellationToken cancellationToken)
    {
        LedgerFilter belowRuns = LedgerFilter.All.Where(LedgerDimension.ParentRun, runs.Select(static run => run.RunId));
        await foreach (LedgerEntry entry in ledger.EnumerateAsync(belowRuns, cancellationToken))
        {
            RunDraft parent = _runs[entry.ParentRunId!];
            if (entry.RunId is null)
            {
                Add(parent, entry);
            }
            else if (!_runs.ContainsKey(entry.RunId))
            {
                Discover(entry.RunId, parent);
            }
        }
    }

    private void Discover(string runId, RunDraft? parent)
    {
        if (_runs.Count >= options.MaxRuns || parent?.Depth >= options.MaxDepth)
        {
            _isTruncated = true;
            return;
        }

        var run = new RunDraft(runId, parent);
        _runs.Add(runId, run);
        _order.Add(run);
        parent?.Children.Add(run);
    }

    private void Add(RunDraft run, LedgerEntry entry)
    {
        run.Sums.Add(entry, options.Step);
        _entries++;
    }

    private RunTree Finish(LedgerGaps gaps)
    {
        for (int i = _order.Count - 1; i >= 0; i--)
        {
            _order[i].Finish();
        }

        return new RunTree { Runs = [.. _order.Select(static run => run.Node!)], IsTruncated = _isTruncated, Gaps = gaps };
    }
}
