using System.Buffers;

namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Divides a table into its lines. The header, if there is one, stays with any row.</summary>
internal static class RowSegmenter
{
    private static readonly SearchValues<char> Rules = SearchValues.Create("|-:=+ \t");

    public static void Segment(ReadOnlySpan<char> text, Layout layout)
    {
        var lines = new LineReader(text, 0, text.Length);
        int header = HeaderEnd(text);
        layout.BeginPassage(SourceKind.Rows, header > 0 ? layout.AddHeading(0, header) : -1);
        while (lines.Read())
        {
            if (lines.Start >= header)
            {
                layout.AddUnit(lines.Start, lines.End);
            }
        }
    }

    private static int HeaderEnd(ReadOnlySpan<char> text)
    {
        var lines = new LineReader(text, 0, text.Length);
        if (!lines.Read() || lines.Line.IsWhiteSpace() || lines.Line.TrimStart() is ['{' or '[', ..] || HasNumberCell(lines.Line))
        {
            return 0;
        }

        int end = lines.End;
        return !lines.Read() ? 0 : !lines.Line.ContainsAnyExcept(Rules) && lines.End > lines.Start ? lines.End : end;
    }

    // What names columns has no bare number in it.
    private static bool HasNumberCell(ReadOnlySpan<char> line)
    {
        foreach (Range cell in line.SplitAny(",;\t|"))
        {
            ReadOnlySpan<char> value = line[cell].Trim(" \"");
            if (!value.IsEmpty && value.IndexOfAnyExceptInRange('-', '9') < 0 && value.ContainsAnyInRange('0', '9'))
            {
                return true;
            }
        }

        return false;
    }
}
