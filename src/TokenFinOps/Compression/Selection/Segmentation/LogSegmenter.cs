using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Divides a log into entries: a line and what is indented below it. An entry that says what an earlier one said, time aside, points to it.</summary>
internal static class LogSegmenter
{
    public static void Segment(ReadOnlySpan<char> text, Layout layout)
    {
        using var messages = new Vocabulary();
        using var firsts = new RentedList<int>();
        layout.BeginPassage(SourceKind.Log);
        var lines = new LineReader(text, 0, text.Length);
        int start = 0;
        while (lines.Read())
        {
            if (!Continues(lines.Line))
            {
                Add(text, start, lines.Start, layout, messages, firsts);
                start = lines.Start;
            }
        }

        Add(text, start, text.Length, layout, messages, firsts);
    }

    /// <summary>Gets what an entry says: all of it but the date and time that it begins with.</summary>
    public static ReadOnlySpan<char> Message(ReadOnlySpan<char> entry)
    {
        ReadOnlySpan<char> rest = entry.TrimStart("0123456789-:.,/+[]TZ \t");
        return rest.IsEmpty ? entry : rest;
    }

    private static bool Continues(ReadOnlySpan<char> line) =>
        line.IsEmpty || char.IsWhiteSpace(line[0]) || line.StartsWith("at ") || line.StartsWith("Caused by") || line.StartsWith("...") || line[0] == '}';

    private static void Add(ReadOnlySpan<char> text, int start, int end, Layout layout, Vocabulary messages, RentedList<int> firsts)
    {
        ReadOnlySpan<char> entry = text[start..end].Trim();
        if (entry.IsEmpty)
        {
            return;
        }

        int known = messages.Count;
        int message = messages.Intern(Message(entry));
        bool isNew = message == known;
        if (isNew)
        {
            firsts.Add(layout.Units.Length);
        }

        layout.AddUnit(start, end, original: isNew ? -1 : firsts[message]);
    }
}
