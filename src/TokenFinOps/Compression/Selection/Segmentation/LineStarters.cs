namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Knows what lines begin with that stand for themselves.</summary>
internal static class LineStarters
{
    /// <summary>Tells whether a line is an item of a list, a heading, a row of a table or empty.</summary>
    public static bool StartsItem(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> rest = line.TrimStart(" \t");
        if (rest.IsEmpty || rest[0] is '\n' or '\r')
        {
            return true;
        }

        return rest[0] is '#' or '|' or '>' or '•' or '·' or '◦' or '▪'
            || (rest[0] is '-' or '*' or '+' or '–' && rest.Length > 1 && rest[1] == ' ')
            || IsNumbered(rest);
    }

    /// <summary>Tells whether a line begins or ends a fenced block of code.</summary>
    public static bool IsFence(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> rest = line.TrimStart(" \t");
        return rest.StartsWith("```") || rest.StartsWith("~~~");
    }

    // 1. 12) (a)
    private static bool IsNumbered(ReadOnlySpan<char> line)
    {
        int at = line[0] == '(' ? 1 : 0;
        int start = at;
        while (at < line.Length && at - start < 3 && char.IsAsciiDigit(line[at]))
        {
            at++;
        }

        at += at == start && at < line.Length && char.IsAsciiLetter(line[at]) ? 1 : 0;
        return at > start && at + 1 < line.Length && line[at] is '.' or ')' && line[at + 1] == ' ' && (char.IsAsciiDigit(line[start]) || line[at] == ')');
    }
}
