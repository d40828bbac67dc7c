using TokenFinOps.Compression.Reversible;

namespace TokenFinOps.Compression.Prompts;

/// <summary>Finds results that stand in a prompt twice, in the order in which they come.</summary>
/// <param name="reach">How many results back one may be referred to: those before it may be stubs by now, and who asks again wants to read.</param>
internal sealed class SeenResults(int reach)
{
    private readonly Dictionary<string, (PromptBlock Block, int Ordinal)> _byText = new(StringComparer.Ordinal);
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeatedCalls = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Notes a result, and gives an earlier one with the same text that it can be replaced by a reference to.</summary>
    public PromptBlock? EarlierLike(PromptBlock block, string text)
    {
        // Some providers give ids out again; such an id refers to nothing in particular.
        if (!_calls.Add(block.Result!.CallId))
        {
            _repeatedCalls.Add(block.Result.CallId);
        }

        int ordinal = _count++;
        bool isSeen = _byText.TryGetValue(text, out (PromptBlock Block, int Ordinal) earlier);
        if (isSeen && ordinal - earlier.Ordinal < reach && block.Tool != RestoreFunction.FunctionName && !_repeatedCalls.Contains(earlier.Block.Result!.CallId))
        {
            return earlier.Block;
        }

        _byText[text] = (block, ordinal);
        return null;
    }
}
