using System.Buffers;

namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Divides a conversation into turns; a long turn into sentences, which keep its speaker.</summary>
internal static class DialogueSegmenter
{
    private const int LongTurn = 600;
    private const int LongestSpeaker = 48;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(".!?;,\"{}=<>/|");

    public static void Segment(ReadOnlySpan<char> text, Layout layout)
    {
        layout.BeginPassage(SourceKind.Dialogue);
        var lines = new LineReader(text, 0, text.Length);
        int start = 0;
        while (lines.Read())
        {
            if (SpeakerEnd(lines.Line) > 0)
            {
                AddTurn(text, start, lines.Start, layout);
                start = lines.Start;
            }
        }

        AddTurn(text, start, text.Length, layout);
    }

    /// <summary>Gets the length of the <c>Name:</c> that a line begins with, after a time in brackets if there is one, or 0.</summary>
    public static int SpeakerEnd(ReadOnlySpan<char> line)
    {
        int from = line is ['[' or '(', ..] ? line.IndexOfAny("])") + 1 : 0;
        ReadOnlySpan<char> rest = line[from..].TrimStart(" *-_");
        int offset = line.Length - rest.Length;
        int colon = rest[..Math.Min(rest.Length, LongestSpeaker)].IndexOfAny(":：");
        if (colon < 1 || !(char.IsLetter(rest[0]) || char.IsSurrogate(rest[0])) || rest[..colon].ContainsAny(NotInNames))
        {
            return 0;
        }

        return colon + 1 == rest.Length || char.IsWhiteSpace(rest[colon + 1]) || rest[colon + 1] == '*' || rest[colon] == '：' ? offset + colon + 1 : 0;
    }

    private static void AddTurn(ReadOnlySpan<char> text, int start, int end, Layout layout)
    {
        int speaker = end - start > LongTurn ? SpeakerEnd(text[start..end]) : 0;
        if (end - start <= LongTurn)
        {
            layout.AddUnit(start, end);
            return;
        }

        int head = speaker > 0 ? layout.AddHeading(start, start + speaker) : -1;
        SentenceSplitter.Split(text, start + speaker, end, layout, head);
    }
}
