namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>A line that names what follows it.</summary>
/// <remarks>
/// Known are Markdown's headings; <c>Document [3] (Title: …)</c>, which text may follow on the same line; <c>[3] …</c> and <c>Title: …</c> on a line of their own;
/// and a short line in bold.
/// </remarks>
/// <param name="Level">How deep it stands, 1 for the highest; 0 for no heading.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct HeadingLine(int Level, int End)
{
    private const int LongestTitle = 200;
    private const int SectionLevel = 7;

    private static readonly string[] Labels = ["document", "doc", "passage", "source", "context", "snippet", "result", "article", "chunk", "page", "title", "file"];

    /// <summary>Reads the line at which a reader stands.</summary>
    public static HeadingLine Of(ReadOnlySpan<char> text, in LineReader lines)
    {
        ReadOnlySpan<char> line = lines.Line;
        int indent = line.Length - line.TrimStart(' ').Length;
        ReadOnlySpan<char> rest = line[indent..];
        if (rest.IsEmpty)
        {
            return default;
        }

        return rest[0] switch
        {
            '#' => Markdown(rest, lines.End),
            '*' when rest.Length < 100 && rest.StartsWith("**") && rest.TrimEnd().TrimEnd(':').EndsWith("**") && rest[2..^2].IndexOf("**") < 0 => new(SectionLevel, lines.End),
            '[' => Numbered(rest, lines.Start + indent, lines.End),
            _ => Labelled(rest, lines.Start + indent, lines.End),
        };
    }

    private static HeadingLine Markdown(ReadOnlySpan<char> line, int end)
    {
        int level = line.IndexOfAnyExcept('#');
        return level is >= 1 and <= 6 && line[level] == ' ' && line.Length <= LongestTitle ? new(level, end) : default;
    }

    private static HeadingLine Labelled(ReadOnlySpan<char> line, int start, int end)
    {
        foreach (string label in Labels)
        {
            if (line.StartsWith(label, StringComparison.OrdinalIgnoreCase))
            {
                ReadOnlySpan<char> rest = line[label.Length..].TrimStart(" #");
                int at = line.Length - rest.Length;
                return rest is [':', ..] && line.Length <= LongestTitle && !IsSentence(rest) ? new(1, end)
                    : rest is ['[' or '(' or (>= '0' and <= '9'), ..] ? Numbered(rest, start + at, end)
                    : default;
            }
        }

        return default;
    }

    // "[3] (Title: …) text" ends at its parenthesis, "[3] A title" at the end of the line.
    private static HeadingLine Numbered(ReadOnlySpan<char> line, int start, int end)
    {
        int number = line.TrimStart("[(").Length == line.Length ? 0 : 1;
        int at = number;
        while (at < line.Length && at - number < 4 && char.IsAsciiDigit(line[at]))
        {
            at++;
        }

        if (at == number)
        {
            return default;
        }

        ReadOnlySpan<char> rest = line[at..].TrimStart("]) :.");
        int restStart = start + line.Length - rest.Length;
        if (rest.StartsWith("(Title", StringComparison.OrdinalIgnoreCase))
        {
            int close = Closing(rest);
            return close > 0 ? new(1, restStart + close + 1) : default;
        }

        return rest.Length <= LongestTitle / 2 && !IsSentence(rest) ? new(1, end) : default;
    }

    private static int Closing(ReadOnlySpan<char> text)
    {
        int depth = 0;
        for (int at = 0; at < text.Length && at <= LongestTitle; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsSentence(ReadOnlySpan<char> text) => text.TrimEnd() is [.., '.' or '!' or '?' or '。' or '！' or '？' or '।' or ';' or ','];
}
