using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Cuts words out of a text, with the space between them.</summary>
/// <remarks>
/// Between neighbours the space stays as it was. Where words were dropped one of the spaces between is taken: the last one with a line break, else the last one. So every
/// character of the result is one of the original, and lines stay lines.
/// </remarks>
internal static class Cutting
{
    /// <summary>Cuts out the words that do not stay.</summary>
    public static CutText Cut(string text, IReadOnlyList<LinguaWord> words, ReadOnlySpan<bool> isKept)
    {
        ImmutableArray<TextRange> kept = Keep(text, words, isKept);
        return new CutText(Join(text, kept), kept);
    }

    private static ImmutableArray<TextRange> Keep(string text, IReadOnlyList<LinguaWord> words, ReadOnlySpan<bool> isKept)
    {
        ImmutableArray<TextRange>.Builder kept = ImmutableArray.CreateBuilder<TextRange>();
        int last = -1;
        for (int i = 0; i < words.Count; i++)
        {
            if (!isKept[i])
            {
                continue;
            }

            if (last >= 0 || i == 0)
            {
                Add(kept, SpaceBetween(text, words, last, i));
            }

            Add(kept, new TextRange(words[i].Start, words[i].End));
            last = i;
        }

        if (last >= 0 && last == words.Count - 1)
        {
            Add(kept, new TextRange(words[last].End, text.Length));
        }

        return kept.ToImmutable();
    }

    /// <summary>Gets the other parts.</summary>
    public static ImmutableArray<TextRange> Drop(string text, ImmutableArray<TextRange> kept)
    {
        ImmutableArray<TextRange>.Builder dropped = ImmutableArray.CreateBuilder<TextRange>();
        int start = 0;
        foreach (TextRange range in kept)
        {
            Add(dropped, new TextRange(start, range.Start));
            start = range.End;
        }

        Add(dropped, new TextRange(start, text.Length));
        return dropped.ToImmutable();
    }

    private static string Join(string text, ImmutableArray<TextRange> ranges) => string.Create(ranges.Sum(static range => range.Length), (text, ranges), static (room, source) =>
    {
        foreach (TextRange range in source.ranges)
        {
            range.Of(source.text).CopyTo(room);
            room = room[range.Length..];
        }
    });

    private static TextRange SpaceBetween(string text, IReadOnlyList<LinguaWord> words, int last, int next)
    {
        int start = last < 0 ? 0 : words[last].End;
        int end = words[next].Start;
        if (next == last + 1)
        {
            return new TextRange(start, end);
        }

        // A word that is itself a space, such as a forced line break, needs no other.
        return char.IsWhiteSpace(text[start - 1]) || char.IsWhiteSpace(text[end]) ? default : LastSpace(text, start, end);
    }

    private static TextRange LastSpace(string text, int start, int end)
    {
        TextRange last = default;
        for (int at = end; at > start;)
        {
            int after = at;
            for (; at > start && char.IsWhiteSpace(text[at - 1]); at--)
            {
            }

            var space = new TextRange(at, after);
            if (space.Of(text).Contains('\n'))
            {
                return space;
            }

            last = last.Length == 0 ? space : last;
            for (; at > start && !char.IsWhiteSpace(text[at - 1]); at--)
            {
            }
        }

        return last;
    }

    private static void Add(ImmutableArray<TextRange>.Builder ranges, TextRange range)
    {
        if (range.Length <= 0)
        {
            return;
        }

        if (ranges.Count > 0 && ranges[^1].End == range.Start)
        {
            ranges[^1] = new TextRange(ranges[^1].Start, range.End);
        }
        else
        {
            ranges.Add(range);
        }
    }
}
