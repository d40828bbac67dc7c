using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Says which cost centre a cost belongs to: by the first of several tags or other dimensions that names one.</summary>
/// <remarks>
/// <c>CostCentreMap.By("cost_center").Then("team", new Dictionary&lt;string, string&gt; { ["support"] = "CC-100" })</c>. Cost that no level names a cost centre for is
/// unallocated. Immutable and thread-safe.
/// </remarks>
public sealed class CostCentreMap
{
    private readonly ImmutableArray<Level> _levels;

    private CostCentreMap(ImmutableArray<Level> levels) => _levels = levels;

    /// <summary>Gets the dimensions that name cost centres, the first one first.</summary>
    public ImmutableArray<LedgerDimension> Dimensions => [.. _levels.Select(static level => level.Dimension)];

    /// <summary>Makes a map of one level.</summary>
    /// <param name="dimension">The dimension; a string is a tag.</param>
    /// <param name="costCentres">The cost centre of every value; a value that is not here names none. <see langword="null"/>: the value is the cost centre.</param>
    /// <returns>The map.</returns>
    public static CostCentreMap By(LedgerDimension dimension, IReadOnlyDictionary<string, string>? costCentres = null) =>
        new([new Level(dimension, costCentres?.ToFrozenDictionary(StringComparer.Ordinal))]);

    /// <summary>Adds a level that is asked where the levels before it name no cost centre.</summary>
    /// <param name="dimension">The dimension; a string is a tag.</param>
    /// <param name="costCentres">The cost centre of every value; a value that is not here names none. <see langword="null"/>: the value is the cost centre.</param>
    /// <returns>The map with the level.</returns>
    public CostCentreMap Then(LedgerDimension dimension, IReadOnlyDictionary<string, string>? costCentres = null) =>
        new(_levels.Add(new Level(dimension, costCentres?.ToFrozenDictionary(StringComparer.Ordinal))));

    /// <summary>Finds the cost centre.</summary>
    /// <param name="valueOf">Gives the value of a dimension; <see langword="null"/> when there is none.</param>
    /// <returns>The cost centre, or <see langword="null"/> when no level names one.</returns>
    public string? Find(Func<LedgerDimension, string?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        foreach (Level level in _levels)
        {
            if (!string.IsNullOrWhiteSpace(valueOf(level.Dimension)) && level.CostCentreOf(valueOf(level.Dimension)!) is { } costCentre)
            {
                return costCentre;
            }
        }

        return null;
    }

    private sealed record Level(LedgerDimension Dimension, FrozenDictionary<string, string>? CostCentres)
    {
        public string? CostCentreOf(string value) => CostCentres is null ? value : CostCentres.GetValueOrDefault(value);
    }
}
