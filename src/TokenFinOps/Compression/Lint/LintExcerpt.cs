namespace TokenFinOps.Compression.Lint;

/// <summary>Shortens quotations to one line of a length.</summary>
internal static class LintExcerpt
{
    public static string Of(ReadOnlySpan<char> text, int length)
    {
        text = text.Trim();
        int end = Math.Min(length, text.Length);

        // Not between the two halves of a character.
        end -= end < text.Length && end > 0 && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        string quoted = text[..end].ToString().ReplaceLineEndings(" ");
        return end < text.Length ? quoted + "…" : quoted;
    }
}
