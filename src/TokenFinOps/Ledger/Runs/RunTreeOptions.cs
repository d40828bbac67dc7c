using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Runs;

/// <summary>How a run's tree is read.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RunTreeOptions
{
    /// <summary>Gets what tells the steps of a run apart. Entries without a value are told apart by what was asked for.</summary>
    /// <value>The default is the tag <c>step</c>.</value>
    public LedgerDimension Step { get; init; } = "step";

    /// <summary>Gets how many runs the tree may have.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxRuns { get; init; } = 10_000;

    /// <summary>Gets how many levels below the root are read. Each takes two passes over the entries of its runs.</summary>
    /// <value>The default is 64.</value>
    public int MaxDepth { get; init; } = 64;

    internal void Validate()
    {
        if (Step.Kind == DimensionKind.None)
        {
            throw LedgerDimension.NotADimension();
        }

        if (MaxRuns < 1 || MaxDepth < 0)
        {
            throw new ArgumentException($"MaxRuns is {MaxRuns} and MaxDepth is {MaxDepth}; a tree has at least 1 run and 0 levels below it.");
        }
    }
}
