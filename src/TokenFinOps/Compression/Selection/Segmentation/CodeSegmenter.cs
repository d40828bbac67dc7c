namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Divides source code into blocks of whole lines. A long block is divided inside, and its first line, e.g. the name of a class, stays with any part of it.</summary>
internal static class CodeSegmenter
{
    private const int LongBlock = 40;
    private const int Deepest = 6;

    public static void Segment(ReadOnlySpan<char> text, Layout layout)
    {
        layout.BeginPassage(SourceKind.Code);
        Divide(text, 0, text.Length, layout, head: -1, depth: 0);
    }

    private static void Divide(ReadOnlySpan<char> text, int start, int end, Layout layout, int head, int depth)
    {
        int least = LeastIndent(text, start, end);
        var lines = new LineReader(text, start, end);
        int blockStart = start;
        int count = 0;
        bool afterBlank = false;
        while (lines.Read())
        {
            bool isBlank = lines.Line.IsWhiteSpace();
            bool begins = !isBlank && afterBlank && Indent(lines.Line) <= least;
            if (begins || (depth >= Deepest && count >= LongBlock))
            {
                Add(text, blockStart, lines.Start, layout, head, depth);
                blockStart = lines.Start;
                count = 0;
            }

            afterBlank = isBlank;
            count++;
        }

        Add(text, blockStart, end, layout, head, depth);
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, Layout layout, int head, int depth)
    {
        if (depth >= Deepest || text[start..end].Count('\n') <= LongBlock)
        {
            layout.AddUnit(start, end, head);
            return;
        }

        int body = BodyStart(text, start, end);
        Divide(text, body, end, layout, body > start ? layout.AddHeading(start, body, head) : head, depth + 1);
    }

    // The lines down to the first that is followed by a deeper one.
    private static int BodyStart(ReadOnlySpan<char> text, int start, int end)
    {
        var lines = new LineReader(text, start, end);
        int first = -1;
        for (int line = 0; line < LongBlock / 4 && lines.Read(); line++)
        {
            int indent = lines.Line.IsWhiteSpace() ? first : Indent(lines.Line);
            first = first < 0 ? indent : first;
            if (indent > first)
            {
                return lines.Start;
            }
        }

        return start;
    }

    private static int LeastIndent(ReadOnlySpan<char> text, int start, int end)
    {
        int least = int.MaxValue;
        var lines = new LineReader(text, start, end);
        while (lines.Read())
        {
            if (!lines.Line.IsWhiteSpace() && lines.Line.Trim().Length > 1)
            {
                least = Math.Min(least, Indent(lines.Line));
            }
        }

        return least;
    }

    private static int Indent(ReadOnlySpan<char> line)
    {
        int width = 0;
        foreach (char character in line)
        {
            if (character is not (' ' or '\t'))
            {
                break;
            }

            width += character == '\t' ? 4 : 1;
        }

        return width;
    }
}
