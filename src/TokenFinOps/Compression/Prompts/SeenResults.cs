namespace TokenFinOps.Compression.Prompts;

/// <summary>Finds results that stand in a prompt twice, in the order in which they come.</summary>
internal sealed class SeenResults
{
    private readonly Dictionary<string, PromptBlock> _byText = new(StringComparer.Ordinal);
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeatedCalls = new(StringComparer.Ordinal);

    /// <summary>Notes a result, and gives the first one before it with the same text, if its call's id names it alone.</summary>
    public PromptBlock? FirstLike(PromptBlock block, string text)
    {
        // Some providers give ids out again; such an id refers to nothing in particular.
        if (!_calls.Add(block.Result!.CallId))
        {
            _repeatedCalls.Add(block.Result.CallId);
        }

        if (_byText.TryAdd(text, block))
        {
            return null;
        }

        PromptBlock first = _byText[text];
        return _repeatedCalls.Contains(first.Result!.CallId) ? null : first;
    }
}
