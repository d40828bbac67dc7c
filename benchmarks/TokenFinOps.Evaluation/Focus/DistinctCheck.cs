namespace TokenFinOps.Evaluation.Focus;

/// <summary>A rule that every value of one column goes with one value of another. Remembers the values; not thread-safe.</summary>
internal sealed record DistinctCheck(string RuleId, string Keyword, string Text, int Column, int Other)
{
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    public bool Holds(string?[] cells)
    {
        if (cells[Column] is not { } value || cells[Other] is not { } other)
        {
            return true;
        }

        return _seen.TryGetValue(value, out string? first) ? first == other : _seen.TryAdd(value, other);
    }
}
