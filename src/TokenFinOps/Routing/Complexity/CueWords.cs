using System.Collections.Frozen;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Words that hint at what is asked, found by the hash that the reader has anyway.</summary>
internal static class CueWords
{
    public const int MaxLength = 10;

    private static readonly FrozenDictionary<uint, CueKind> Kinds = Build();

    public static CueKind Of(uint hash) => Kinds.GetValueOrDefault(hash);

    private static FrozenDictionary<uint, CueKind> Build()
    {
        var kinds = new Dictionary<uint, CueKind>();
        Add(CueKind.Question, "what", "which", "who", "when", "where", "whose");
        Add(CueKind.Quantity, "many", "much", "total", "each", "per", "average", "twice", "half", "percent", "remaining");
        Add(CueKind.Reasoning, "how", "why", "explain", "prove", "derive", "design", "compare", "analyze", "analyse", "evaluate", "calculate", "determine", "find", "implement");
        Add(CueKind.Negation, "not", "no", "except", "never", "none", "without", "false", "least");
        Add(CueKind.Condition, "if", "suppose", "assume", "given", "let", "then", "unless", "therefore");
        return kinds.ToFrozenDictionary();

        void Add(CueKind kind, params ReadOnlySpan<string> words)
        {
            foreach (string word in words)
            {
                kinds[TermHash.OfWord(word)] = kind;
            }
        }
    }
}
