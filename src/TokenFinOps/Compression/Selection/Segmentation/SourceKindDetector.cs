using System.Buffers;

namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Tells what a text is by its first lines. In doubt it is a document, whose sentences are always good units.</summary>
internal static class SourceKindDetector
{
    private const int Sample = 120;
    private const int FewestLines = 4;

    private static readonly SearchValues<char> Operators = SearchValues.Create("=(){}[]");

    public static SourceKind Of(ReadOnlySpan<char> text)
    {
        var counts = default(Counts);
        var lines = new LineReader(text, 0, text.Length);
        while (counts.Lines < Sample && lines.Read())
        {
            counts.Add(lines.Line);
        }

        return counts.Lines < FewestLines ? SourceKind.Document
            : counts.Are(counts.Entries, 0.5) ? SourceKind.Log
            : counts.Are(counts.Json, 0.8) ? SourceKind.Rows
            : counts.Are(counts.Headings, 0.04) ? SourceKind.Document
            : counts.Are(counts.Columns, 0.85) ? SourceKind.Rows
            : counts.Are(counts.Code, 0.4) ? SourceKind.Code
            : counts.Are(counts.Turns, 0.5) ? SourceKind.Dialogue
            : SourceKind.Document;
    }

    private struct Counts
    {
        private int _separators;
        private char _separator;

        public int Lines;
        public int Entries;
        public int Json;
        public int Headings;
        public int Columns;
        public int Code;
        public int Turns;

        public readonly bool Are(int count, double share) => count > 0 && count >= share * Lines;

        public void Add(ReadOnlySpan<char> line)
        {
            ReadOnlySpan<char> rest = line.Trim();
            if (rest.IsEmpty)
            {
                return;
            }

            Lines++;
            Entries += IsEntry(rest) ? 1 : 0;
            Json += rest is ['{', .., '}'] or ['{', .., '}', ','] ? 1 : 0;
            Headings += rest is ['#', '#', ..] or ['#', ' ', ..] || LineStarters.IsFence(rest) ? 1 : 0;
            Columns += HasColumns(rest) ? 1 : 0;
            Code += IsCode(line, rest) ? 1 : 0;
            Turns += DialogueSegmenter.SpeakerEnd(rest) > 0 ? 1 : 0;
        }

        // 2026-01-02T…, [12:30:01], Jan 2 10:00:00, or a level in capitals near the beginning.
        private static bool IsEntry(ReadOnlySpan<char> line)
        {
            ReadOnlySpan<char> start = line[..Math.Min(line.Length, 40)];
            int digits = 0;
            foreach (char character in start[..Math.Min(start.Length, 24)])
            {
                digits += char.IsAsciiDigit(character) ? 1 : 0;
            }

            bool hasTime = digits >= 6 && start.Count(':') >= 2;
            return hasTime || start.Contains("INFO", StringComparison.Ordinal) || start.Contains("ERROR", StringComparison.Ordinal)
                || start.Contains("WARN", StringComparison.Ordinal) || start.Contains("DEBUG", StringComparison.Ordinal) || start.StartsWith("info:") || start.StartsWith("fail:");
        }

        // The same number of the same separator as in the line before.
        private bool HasColumns(ReadOnlySpan<char> line)
        {
            if (_separator == '\0')
            {
                _separator = line.Contains('\t') ? '\t' : line is ['|', ..] ? '|' : line.Contains(';') ? ';' : ',';
                _separators = line.Count(_separator);
                return _separators > 0;
            }

            return _separators > 0 && Math.Abs(line.Count(_separator) - _separators) <= (line.Contains('"') ? _separators : 0);
        }

        private static bool IsCode(ReadOnlySpan<char> line, ReadOnlySpan<char> rest) =>
            rest[^1] is '{' or '}' or ';' || rest.StartsWith("//") || rest.StartsWith("def ") || rest.StartsWith("import ") || rest.StartsWith("#include")
            || (line[0] is ' ' or '\t' && rest.ContainsAny(Operators)) || (rest[^1] == ':' && rest.IndexOfAny("()") >= 0);
    }
}
