using System.Collections.Frozen;
using System.Text;

namespace TokenFinOps.Pricing;

/// <summary>What is known of each <see cref="UsageKind"/>: its name, its direction, what contains it and how many units a price is quoted for.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class UsageKinds
{
    /// <summary>How many kinds there are.</summary>
    internal const int Count = (int)UsageKind.CacheVideoWrite1hTokens + 1;

    private static readonly string[] Names = [.. Enum.GetValues<UsageKind>().Select(SnakeCase)];
    private static readonly FrozenDictionary<string, UsageKind> ByName =
        Enum.GetValues<UsageKind>().ToFrozenDictionary(SnakeCase, StringComparer.Ordinal);
    private static readonly Dimensions[] Shapes = [.. Enum.GetValues<UsageKind>().Select(Dimensions.Of)];
    private static readonly ulong[] AncestorMasks = BuildMasks(static (kind, other) => other.Contains(kind));
    private static readonly ulong[] DescendantMasks = BuildMasks(static (kind, other) => kind.Contains(other));

    /// <summary>Gets every kind, wholes before their parts.</summary>
    public static IReadOnlyList<UsageKind> All { get; } = Enum.GetValues<UsageKind>();

    /// <summary>Gets the kinds that split the input by modality, at the first level.</summary>
    internal const ulong InputModalities = 0xFUL << (int)UsageKind.InputTextTokens;

    /// <summary>Gets the kinds that split the input by cache state or origin, at the first level.</summary>
    internal const ulong InputTokenTypes = 0x7UL << (int)UsageKind.CacheReadTokens;

    /// <summary>Gets the name of a kind in snake case, e.g. <c>cache_read_tokens</c>, as ledgers, exports and catalogues write it.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not a defined kind.</exception>
    public static string Name(this UsageKind kind) => Names[Index(kind)];

    /// <summary>Finds the kind with a name such as <c>cache_read_tokens</c>.</summary>
    /// <param name="name">The snake-case name.</param>
    /// <param name="kind">The kind, when the name is known.</param>
    /// <returns><see langword="true"/> when the name is known.</returns>
    public static bool TryParse(string? name, out UsageKind kind)
    {
        kind = default;
        return name is not null && ByName.TryGetValue(name, out kind);
    }

    /// <summary>Gets which side of a call a kind is billed on.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Its direction.</returns>
    public static UsageDirection Direction(this UsageKind kind) => Shapes[Index(kind)].Direction;

    /// <summary>Gets how many units a price of this kind is usually quoted for: 1,000,000 for tokens, 1,000 for searches, 3,600 for seconds.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The number of units per quoted price.</returns>
    public static int QuotedPer(this UsageKind kind) => Shapes[Index(kind)].Family switch
    {
        Family.Tokens or Family.Characters => 1_000_000,
        Family.Pixels => 1_000_000_000,
        Family.Durations => 3_600,
        _ => 1_000,
    };

    /// <summary>Gets the kinds whose counts contain a kind: its wholes, at every level.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The wholes, without the kind itself.</returns>
    public static UsageKindSet Ancestors(this UsageKind kind) => new(AncestorMasks[Index(kind)]);

    /// <summary>Gets the kinds that a kind's count contains: its parts, at every level.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The parts, without the kind itself.</returns>
    public static UsageKindSet Descendants(this UsageKind kind) => new(DescendantMasks[Index(kind)]);

    /// <summary>Gets a value indicating whether a kind counts tokens.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns><see langword="true"/> when it counts tokens.</returns>
    public static bool IsTokens(this UsageKind kind) => Shapes[Index(kind)].Family == Family.Tokens;

    internal static ulong AncestorMask(int kind) => AncestorMasks[kind];

    internal static ulong DescendantMask(int kind) => DescendantMasks[kind];

    private static int Index(UsageKind kind) => (uint)kind < Count
        ? (int)kind
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a usage kind; use a named member of UsageKind.");

    private static ulong[] BuildMasks(Func<Dimensions, Dimensions, bool> related)
    {
        var masks = new ulong[Count];
        for (int kind = 0; kind < Count; kind++)
        {
            for (int other = 0; other < Count; other++)
            {
                if (kind != other && related(Shapes[kind], Shapes[other]))
                {
                    masks[kind] |= 1UL << other;
                }
            }
        }

        return masks;
    }

    private static string SnakeCase(UsageKind kind)
    {
        string name = kind.ToString();
        var text = new StringBuilder(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = char.IsUpper(name[i]) || (char.IsDigit(name[i]) && !char.IsDigit(name[i - 1]));
            if (startsWord && i > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private enum Family
    {
        Tokens,
        Characters,
        Durations,
        Pixels,
        Counts,
    }

    // A kind contains another when it fixes fewer dimensions and agrees on those it fixes.
    private readonly record struct Dimensions(Family Family, string Subject, UsageDirection Direction, string? Modality, string? TokenType, string? Lifetime)
    {
        public static Dimensions Of(UsageKind kind)
        {
            string name = kind.ToString();
            Family family = name switch
            {
                _ when name.EndsWith("Tokens", StringComparison.Ordinal) => Family.Tokens,
                _ when name.EndsWith("Characters", StringComparison.Ordinal) => Family.Characters,
                _ when name.EndsWith("Seconds", StringComparison.Ordinal) => Family.Durations,
                _ when name.EndsWith("Pixels", StringComparison.Ordinal) => Family.Pixels,
                _ => Family.Counts,
            };
            return new Dimensions(
                family,
                SubjectOf(kind, family),
                DirectionOf(name),
                family is Family.Tokens or Family.Durations ? Find(name, "Text", "Audio", "Image", "Video") : null,
                family == Family.Tokens ? Find(name, "Read", "Write", "Tool", "Reasoning", "Citation") : Find(name, "Annotated"),
                Find(name, "5m", "1h"));
        }

        public bool Contains(Dimensions other) =>
            this != other
            && Family == other.Family
            && Subject == other.Subject
            && (Direction == UsageDirection.None || Direction == other.Direction)
            && (Modality is null || Modality == other.Modality)
            && (TokenType is null || TokenType == other.TokenType)
            && (Lifetime is null || Lifetime == other.Lifetime);

        private static string SubjectOf(UsageKind kind, Family family) => family switch
        {
            Family.Counts when kind == UsageKind.InputAnnotatedDocumentPages => nameof(UsageKind.InputDocumentPages),
            Family.Counts => kind.ToString(),
            _ => string.Empty,
        };

        private static UsageDirection DirectionOf(string name) =>
            name.StartsWith("Input", StringComparison.Ordinal) || name.StartsWith("Cache", StringComparison.Ordinal) ? UsageDirection.Input
            : name.StartsWith("Output", StringComparison.Ordinal) ? UsageDirection.Output
            : UsageDirection.None;

        private static string? Find(string name, params ReadOnlySpan<string> words)
        {
            foreach (string word in words)
            {
                if (name.Contains(word, StringComparison.Ordinal))
                {
                    return word;
                }
            }

            return null;
        }
    }
}
