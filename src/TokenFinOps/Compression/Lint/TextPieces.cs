using System.Buffers;

namespace TokenFinOps.Compression.Lint;

/// <summary>Cuts texts after sentences and lines, so that a change leaves the pieces before and after it as they were.</summary>
internal static class TextPieces
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("\n.!?。！？");

    /// <summary>Finds where the piece ends that begins at an index.</summary>
    public static int EndOf(string text, int start)
    {
        int at = start;
        while (at < text.Length)
        {
            int found = text.AsSpan(at).IndexOfAny(Ends);
            if (found < 0)
            {
                return text.Length;
            }

            at += found + 1;
            char end = text[at - 1];

            // A stop within 3.14 or example.com ends nothing.
            if (end is '\n' or '。' or '！' or '？' || at == text.Length || char.IsWhiteSpace(text[at]))
            {
                return end == '\n' || at == text.Length || text[at] is not (' ' or '\n') ? at : at + 1;
            }
        }

        return text.Length;
    }
}
