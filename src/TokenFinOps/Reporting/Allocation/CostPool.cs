using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Reporting.Allocation;

/// <summary>A shared cost: what flows into it, and who bears it.</summary>
/// <remarks>
/// Ledger cost flows into the first pool that selects it, and else to its cost centre. A pool may have a fixed amount as well, and may empty a cost centre.
/// Immutable and thread-safe.
/// </remarks>
public sealed record CostPool
{
    private CostPool(string name, AllocationMethod method)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(method);
        Name = name;
        Method = method;
    }

    /// <summary>Gets the name that statements show.</summary>
    public string Name { get; }

    /// <summary>Gets how it is divided.</summary>
    public AllocationMethod Method { get; }

    /// <summary>Gets which ledger cost flows in, whatever its cost centre; <see langword="null"/> is none. It has conditions and no period.</summary>
    public LedgerFilter? Selector { get; init; }

    /// <summary>Gets a value indicating whether ledger cost flows in that has no cost centre and that no pool selects. The default is <see langword="false"/>.</summary>
    public bool TakesUntagged { get; init; }

    /// <summary>Gets the cost centre whose whole cost flows in: its direct cost and what earlier pools gave it. The default is none.</summary>
    public string? EmptiedCostCentre { get; init; }

    /// <summary>Gets the amount that is shared for the period besides ledger cost. The default is 0; a credit is negative.</summary>
    public decimal FixedAmount { get; init; }

    /// <summary>Gets the ISO 4217 code of the fixed amount's currency; <see langword="null"/>, the default, is the statements' currency.</summary>
    public string? FixedCurrency { get; init; }

    /// <summary>Gets the cost centres that may bear it. The default, empty, is all that have direct cost and that no earlier pool emptied.</summary>
    public ImmutableArray<string> Receivers { get; init; } = [];

    /// <summary>Gets where it goes when no cost centre has any weight. The default is <see cref="ZeroWeightFallback.StayUnallocated"/>.</summary>
    public ZeroWeightFallback Fallback { get; init; }

    /// <summary>Makes a pool of ledger cost: embeddings, judges, failed attempts.</summary>
    /// <param name="name">The pool's name.</param>
    /// <param name="selector">Which cost, e.g. <c>LedgerFilter.All.Where(LedgerDimension.Operation, "embeddings")</c>.</param>
    /// <param name="method">How it is divided.</param>
    /// <returns>The pool.</returns>
    public static CostPool FromLedger(string name, LedgerFilter selector, AllocationMethod method) => new(name, method) { Selector = selector };

    /// <summary>Makes the pool of ledger cost that has no cost centre.</summary>
    /// <param name="name">The pool's name.</param>
    /// <param name="method">How it is divided.</param>
    /// <returns>The pool.</returns>
    public static CostPool Untagged(string name, AllocationMethod method) => new(name, method) { TakesUntagged = true };

    /// <summary>Makes a pool of a cost that is not in the ledger: idle capacity, a platform licence.</summary>
    /// <param name="name">The pool's name.</param>
    /// <param name="amount">The amount for the period; a credit is negative.</param>
    /// <param name="method">How it is divided.</param>
    /// <returns>The pool.</returns>
    public static CostPool Fixed(string name, decimal amount, AllocationMethod method) => new(name, method) { FixedAmount = amount };

    /// <summary>Makes a pool that passes a cost centre's whole cost on, e.g. the platform team's to the teams it serves: the step-down method.</summary>
    /// <param name="name">The pool's name.</param>
    /// <param name="costCentre">The cost centre that is emptied. Later pools give it nothing.</param>
    /// <param name="method">How it is divided.</param>
    /// <returns>The pool.</returns>
    public static CostPool StepDown(string name, string costCentre, AllocationMethod method) => new(name, method) { EmptiedCostCentre = costCentre };
}
