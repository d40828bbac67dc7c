using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Runs;

/// <summary>What a run called in one of its steps.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RunStep
{
    /// <summary>Gets the step, or what was asked for, e.g. <c>chat</c>, of entries that name no step.</summary>
    public required string Name { get; init; }

    /// <summary>Gets a value indicating whether the entries name no step, so that <see cref="Name"/> is what was asked for.</summary>
    public bool IsOperation { get; init; }

    /// <summary>Gets the sums, one a currency.</summary>
    public required ImmutableArray<LedgerTotals> Totals { get; init; }

    /// <summary>Gets how many attempts there were, in all currencies.</summary>
    public long Attempts => Totals.Sum(static total => total.Attempts);
}
