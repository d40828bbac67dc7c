namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>
/// Divides prose: headings begin passages and stay with what is below them, empty lines divide passages, sentences are units, and so are a fenced block of code
/// and a row of a table, which keeps its header.
/// </summary>
internal static class DocumentSegmenter
{
    public static void Segment(ReadOnlySpan<char> text, Layout layout) => new Walk(text, layout).Run();

    private ref struct Walk(ReadOnlySpan<char> text, Layout layout)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private readonly Stack<(int Level, int Heading)> _open = new();
        private LineReader _lines = new(text, 0, text.Length);
        private int _start;
        private bool _inTable;

        private readonly int Heading => _open.TryPeek(out (int Level, int Heading) top) ? top.Heading : -1;

        public void Run()
        {
            layout.BeginPassage(SourceKind.Document);
            while (_lines.Read())
            {
                ReadOnlySpan<char> line = _lines.Line;
                if (_inTable && line.TrimStart() is ['|', ..])
                {
                    layout.AddUnit(_lines.Start, _lines.End);
                    _start = _lines.Next;
                }
                else
                {
                    LeaveTable();
                    Read(line);
                }
            }

            SentenceSplitter.Split(_text, _start, _text.Length, layout);
        }

        private void Read(ReadOnlySpan<char> line)
        {
            if (line.IsWhiteSpace())
            {
                Flush(_lines.Next);
                layout.BeginPassage(SourceKind.Document, Heading);
            }
            else if (HeadingLine.Of(_text, _lines) is { Level: > 0 } heading)
            {
                Flush(heading.End);
                Open(heading);
            }
            else if (LineStarters.IsFence(line))
            {
                Fence();
            }
            else if (StartsTable(line))
            {
                Table();
            }
        }

        private void Flush(int next)
        {
            SentenceSplitter.Split(_text, _start, _lines.Start, layout);
            _start = next;
        }

        private readonly void Open(HeadingLine heading)
        {
            while (_open.TryPeek(out (int Level, int Heading) top) && top.Level >= heading.Level)
            {
                _open.Pop();
            }

            _open.Push((heading.Level, layout.AddHeading(_lines.Start, heading.End, Heading)));
            layout.BeginPassage(SourceKind.Document, Heading);
        }

        private void Fence()
        {
            int start = _lines.Start;
            Flush(start);
            while (_lines.Read() && !LineStarters.IsFence(_lines.Line))
            {
            }

            layout.AddUnit(start, _lines.End);
            _start = _lines.Next;
        }

        private readonly bool StartsTable(ReadOnlySpan<char> line)
        {
            if (line.TrimStart() is not ['|', ..])
            {
                return false;
            }

            var ahead = new LineReader(_text, _lines.Next, _text.Length);
            return ahead.Read() && ahead.Line.Contains('-') && ahead.Line.IndexOfAnyExcept("|-: \t") < 0;
        }

        private void Table()
        {
            int start = _lines.Start;
            Flush(start);
            _lines.Read();
            _start = _lines.Next;
            _inTable = true;
            layout.BeginPassage(SourceKind.Rows, layout.AddHeading(start, _lines.End, Heading));
        }

        private void LeaveTable()
        {
            if (_inTable)
            {
                _inTable = false;
                layout.BeginPassage(SourceKind.Document, Heading);
            }
        }
    }
}
