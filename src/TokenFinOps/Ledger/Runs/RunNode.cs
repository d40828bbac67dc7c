using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Runs;

/// <summary>One run of a <see cref="RunTree"/>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RunNode
{
    /// <summary>Gets the run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets the id of the run above it in the tree; <see langword="null"/> for the root.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>Gets how many levels below the root the run is; 0 for the root.</summary>
    public int Depth { get; init; }

    /// <summary>Gets what the run itself called.</summary>
    public required RunFigures Own { get; init; }

    /// <summary>Gets what the run and all runs below it called.</summary>
    public required RunFigures Cumulated { get; init; }

    /// <summary>Gets the runs that it started, in the order of their first entries.</summary>
    public ImmutableArray<RunNode> Children { get; init; } = [];
}
