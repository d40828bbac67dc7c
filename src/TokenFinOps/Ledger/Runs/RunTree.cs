using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Runs;

/// <summary>A run and all runs below it: how an agent's work fanned out, and what every part of it cost.</summary>
/// <remarks>
/// Every run is in the tree once, under the parent that was found first, even if entries name several parents or each other. Immutable and thread-safe.
/// </remarks>
public sealed record RunTree
{
    /// <summary>Gets all runs: the root, then the runs that it started, then those that they started, each level in the order of its first entries.</summary>
    public required ImmutableArray<RunNode> Runs { get; init; }

    /// <summary>Gets the run that was asked for.</summary>
    public RunNode Root => Runs[0];

    /// <summary>Gets how many levels there are below the root; 0 when it started no run.</summary>
    public int Depth => Runs[^1].Depth;

    /// <summary>Gets how many runs the run that started most of them started.</summary>
    public int MostChildren => Runs.Max(static run => run.Children.Length);

    /// <summary>Gets a value indicating whether runs are missing because of <see cref="RunTreeOptions.MaxRuns"/> or <see cref="RunTreeOptions.MaxDepth"/>.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Gets why entries of the run may be missing: a ledger that keeps sums of older entries only no longer knows which run they belong to.</summary>
    public LedgerGaps Gaps { get; init; }
}
