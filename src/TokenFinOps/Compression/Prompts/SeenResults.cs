using TokenFinOps.Compression.Reversible;

namespace TokenFinOps.Compression.Prompts;

/// <summary>Finds results that stand in a prompt twice, in the order in which they come.</summary>
/// <param name="reach">How many results back one may be referred to: those before it may be stubs by now, and who asks again wants to read.</param>
internal sealed class SeenResults(int reach)
{
    private readonly Dictionary<(string Text, string Question), (PromptBlock Block, int Ordinal)> _seen = [];
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeatedCalls = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Notes a result, and gives an earlier one that it can be replaced by a reference to.</summary>
    /// <param name="block">The result.</param>
    /// <param name="text">Its text; the earlier one's is the same.</param>
    /// <param name="mayBeCut">Whether of such a text only what its question needs is sent: then the earlier one's question is the same too.</param>
    public PromptBlock? EarlierLike(PromptBlock block, string text, bool mayBeCut)
    {
        // Some providers give ids out again; such an id refers to nothing in particular.
        if (!_calls.Add(block.Result!.CallId))
        {
            _repeatedCalls.Add(block.Result.CallId);
        }

        int ordinal = _count++;
        (string, string) key = (text, mayBeCut ? block.Question : string.Empty);
        bool isSeen = _seen.TryGetValue(key, out (PromptBlock Block, int Ordinal) earlier);
        if (isSeen && ordinal - earlier.Ordinal < reach && block.Tool != RestoreFunction.FunctionName && !_repeatedCalls.Contains(earlier.Block.Result!.CallId))
        {
            return earlier.Block;
        }

        _seen[key] = (block, ordinal);
        return null;
    }
}
