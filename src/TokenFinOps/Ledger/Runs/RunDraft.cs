namespace TokenFinOps.Ledger.Runs;

/// <summary>A run whose entries are still being read.</summary>
internal sealed class RunDraft(string runId, RunDraft? parent)
{
    public string RunId { get; } = runId;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    public List<RunDraft> Children { get; } = [];

    public RunSums Sums { get; } = new();

    /// <summary>Gets the run, once <see cref="Finish"/> was called.</summary>
    public RunNode? Node { get; private set; }

    /// <summary>Makes the run out of what was read. The runs below it must be finished, and what they called moves up into this one's sums.</summary>
    public void Finish()
    {
        RunFigures own = Sums.ToFigures();
        foreach (RunDraft child in Children)
        {
            Sums.Add(child.Sums);
        }

        Node = new RunNode
        {
            RunId = RunId,
            ParentRunId = parent?.RunId,
            Depth = Depth,
            Own = own,
            Cumulated = Children.Count == 0 ? own : Sums.ToFigures(),
            Children = [.. Children.Select(static child => child.Node!)],
        };
    }
}
