using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>An order of levels, the coarsest first, that a report sums up one within the other: business unit, team, feature.</summary>
/// <remarks>
/// <para>
/// A level is a value of the entries, or follows from the level beneath by a mapping:
/// <c>LedgerHierarchy.Of("feature").Under("team", teamOfFeature).Under("business_unit", unitOfTeam)</c>. Mappings are applied when a question is answered, so that
/// a reorganisation needs no new entries.
/// </para>
/// <para>
/// Nothing is dropped: a value that the mapping does not know has <see cref="UnmappedValue"/> above it, an entry without a value has none above it either. Immutable
/// and thread-safe.
/// </para>
/// </remarks>
public sealed class LedgerHierarchy
{
    /// <summary>Stands for the value that a mapping does not give. A mapping may name it as well, to give it a place further up.</summary>
    public const string UnmappedValue = "(unmapped)";

    // The mapping of a level to the one above it; null where that one is a value of the entries.
    private readonly ImmutableArray<FrozenDictionary<string, string>?> _above;

    private LedgerHierarchy(
        ImmutableArray<string> levels, ImmutableArray<LedgerDimension> dimensions, ImmutableArray<FrozenDictionary<string, string>?> above)
    {
        Levels = levels;
        Dimensions = dimensions;
        _above = above;
    }

    /// <summary>Gets the names of the levels, the coarsest first: what the keys of a row are.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>Gets those levels that are values of the entries, the coarsest first.</summary>
    public ImmutableArray<LedgerDimension> Dimensions { get; }

    /// <summary>Makes a hierarchy of values of the entries.</summary>
    /// <param name="levels">The levels, the coarsest first; a string is a tag.</param>
    /// <returns>The hierarchy.</returns>
    /// <exception cref="ArgumentException">There is no level, or one is named twice.</exception>
    public static LedgerHierarchy Of(params ReadOnlySpan<LedgerDimension> levels)
    {
        if (levels.IsEmpty)
        {
            throw new ArgumentException("A hierarchy needs at least one level, e.g. \"team\".", nameof(levels));
        }

        var hierarchy = new LedgerHierarchy([], [], []);
        for (int i = levels.Length - 1; i >= 0; i--)
        {
            hierarchy = hierarchy.Under(levels[i]);
        }

        return hierarchy;
    }

    /// <summary>Puts all levels under a coarser one, which is a value of the entries.</summary>
    /// <param name="level">The level; a string is a tag.</param>
    /// <returns>The higher hierarchy.</returns>
    /// <exception cref="ArgumentException">There is a level of that name.</exception>
    public LedgerHierarchy Under(LedgerDimension level) => level.Kind == DimensionKind.None
        ? throw LedgerDimension.NotADimension()
        : new LedgerHierarchy([NameOf(level.Name), .. Levels], [level, .. Dimensions], [null, .. _above]);

    /// <summary>Puts all levels under a coarser one, which follows from the coarsest of them.</summary>
    /// <param name="level">The name of the level.</param>
    /// <param name="mapping">The value above every value of the level beneath, which is compared exactly. It is copied.</param>
    /// <returns>The higher hierarchy.</returns>
    /// <exception cref="ArgumentException">There is a level of that name.</exception>
    public LedgerHierarchy Under(string level, IReadOnlyDictionary<string, string> mapping)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(level);
        ArgumentNullException.ThrowIfNull(mapping);
        return new LedgerHierarchy([NameOf(level), .. Levels], Dimensions, [mapping.ToFrozenDictionary(StringComparer.Ordinal), .. _above]);
    }

    /// <summary>Lists the levels, e.g. <c>business_unit / team / feature</c>.</summary>
    /// <returns>The names.</returns>
    public override string ToString() => string.Join(" / ", Levels);

    /// <summary>Gets the key with the values of all levels from the one with those of <see cref="Dimensions"/>.</summary>
    internal GroupKey Expand(GroupKey key)
    {
        if (key.Values.Length == Levels.Length)
        {
            return key;
        }

        var values = new string?[Levels.Length];
        int next = key.Values.Length;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            values[i] = _above[i] is { } mapping ? Above(mapping, values[i + 1], key.IsOverflow) : key.Values[--next];
        }

        return new GroupKey(key.Start, key.Currency, [.. values], key.IsOverflow);
    }

    private static string? Above(FrozenDictionary<string, string> mapping, string? value, bool isOverflow) => value switch
    {
        null => null,
        LedgerDimension.OverflowValue when isOverflow => value,
        _ => mapping.GetValueOrDefault(value, UnmappedValue),
    };

    private string NameOf(string level) => Levels.Contains(level, StringComparer.OrdinalIgnoreCase)
        ? throw new ArgumentException($"{level} is named twice; name it once.", nameof(level))
        : level;
}
