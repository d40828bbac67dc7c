namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Takes lines out of a text.</summary>
internal static class TextLines
{
    /// <returns>The rest of the line at a place, trimmed, or <see langword="null"/> when it is blank.</returns>
    public static string? At(string text, int at)
    {
        at = Math.Min(at, text.Length);
        int end = text.IndexOf('\n', at);
        string line = text[at..(end < 0 ? text.Length : end)].Trim();
        return line.Length == 0 ? null : line;
    }

    /// <returns>The last line of a text that is trimmed.</returns>
    public static string Last(string text) => text[(text.LastIndexOf('\n') + 1)..];

    /// <returns>The place behind the end of the line, or the length of the text.</returns>
    public static int Next(string text, int at)
    {
        int end = text.IndexOf('\n', Math.Min(at, text.Length));
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>Takes the lines from a place on, to the next blank one. Blank lines before them are skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place.</param>
    /// <param name="most">The most lines to take.</param>
    public static List<string> Block(string text, int at, int most)
    {
        var lines = new List<string>();
        for (int start = at; start < text.Length && lines.Count < most; start = Next(text, start))
        {
            string? line = At(text, start);
            if (line is not null)
            {
                lines.Add(line);
            }
            else if (lines.Count > 0)
            {
                break;
            }
        }

        return lines;
    }

    /// <summary>Finds out whether a line is an item of a list, or begins with a number as one of several values does.</summary>
    public static bool IsItem(string line) => line is ['-' or '*' or '•' or '+', ' ', ..] || (line.Length > 0 && char.IsAsciiDigit(line[0])) || line is ['(', _, ')', ..] or [>= 'a' and <= 'j' or >= 'A' and <= 'J', ')', ..];
}
