using System.Buffers;
using System.Collections.Frozen;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Divides prose into sentences, in any script, and cuts what has no end of a sentence by length, between words.</summary>
internal static class SentenceSplitter
{
    private const int LongSentence = 700;
    private const int LongPhrase = 110;

    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?。！？．।॥۔؟።፧។៕\n");
    private static readonly SearchValues<char> Closers = SearchValues.Create("\"'”’»)]}」』）】〉》*_");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Abbreviations = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["Mr", "Mrs", "Ms", "Dr", "St", "Sr", "Jr", "Prof", "Gen", "Col", "Capt", "Lt", "Sgt", "Rev", "Hon", "Gov", "Sen", "Rep", "Mt", "Ft", "vs", "approx", "ca", "cf", "fig", "vol", "pp", "bzw", "feat"])
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the sentences of a part of a source to the layout, as units.</summary>
    public static void Split(ReadOnlySpan<char> text, int start, int end, Layout layout, int head = -1)
    {
        int from = start;
        int position = start;
        while (position < end)
        {
            int found = text[position..end].IndexOfAny(Ends);
            if (found < 0)
            {
                break;
            }

            position += found;
            int stop = EndAt(text, from, position, end);
            position++;
            if (stop > 0)
            {
                Add(text, from, stop, layout, head);
                from = position = stop;
            }
        }

        Add(text, from, end, layout, head);
    }

    // Where a sentence ends that may end with this character, or 0 if it goes on.
    private static int EndAt(ReadOnlySpan<char> text, int from, int at, int end)
    {
        if (text[at] == '\n')
        {
            return LineStarters.StartsItem(text[(at + 1)..end]) || EndsLine(text[from..at]) ? at + 1 : 0;
        }

        int next = at + 1;
        while (next < end && (Ends.Contains(text[next]) || Closers.Contains(text[next])) && text[next] != '\n')
        {
            next++;
        }

        if (!char.IsAscii(text[at]))
        {
            return next;
        }

        if (next < end && !char.IsWhiteSpace(text[next]))
        {
            return 0;
        }

        return GoesOn(text, from, at, next, end) ? 0 : next;
    }

    private static bool EndsLine(ReadOnlySpan<char> line) => line.TrimEnd() is [.., ':'] or [.., '|'] || line.TrimStart() is ['|' or '#', ..];

    private static bool GoesOn(ReadOnlySpan<char> text, int from, int at, int next, int end)
    {
        ReadOnlySpan<char> rest = text[next..end].TrimStart();
        if (!rest.IsEmpty && char.IsLower(rest[0]))
        {
            return true;
        }

        if (text[at] != '.')
        {
            return false;
        }

        ReadOnlySpan<char> word = LastWord(text[from..at]);
        return word.Length == 1 ? char.IsUpper(word[0])
            : word.Length is > 0 and <= 6 && (word.Contains('.') ? HasSingleLetters(word) : Abbreviations.Contains(word));
    }

    // U.S. and e.g., but not 3.5.
    private static bool HasSingleLetters(ReadOnlySpan<char> word)
    {
        for (int i = 1; i < word.Length; i += 2)
        {
            if (word[i] != '.' || !char.IsLetter(word[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> text)
    {
        int start = text.Length;
        while (start > 0 && text.Length - start < 8 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        return text[start..];
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, Layout layout, int head)
    {
        int longest = IsUnpunctuated(text[start..end]) ? LongPhrase : LongSentence;
        while (end - start > longest + (longest / 2))
        {
            int cut = Cut(text[start..end], longest);
            if (cut < 0)
            {
                break;
            }

            layout.AddUnit(start, start + cut, head);
            start += cut;
        }

        layout.AddUnit(start, end, head);
    }

    // Before white space, after a mark that divides clauses if there is one near.
    private static int Cut(ReadOnlySpan<char> text, int longest)
    {
        int fallback = -1;
        for (int at = longest; at < text.Length; at++)
        {
            if (!char.IsWhiteSpace(text[at]))
            {
                continue;
            }

            if (text[at] == '\n' || text[at - 1] is ';' or ',' or ':' or '；' or '，' or '、' || Letters.IsUnpunctuated(text[at - 1]))
            {
                return at;
            }

            fallback = fallback < 0 ? at : fallback;
            if (at > longest * 2)
            {
                break;
            }
        }

        return fallback;
    }

    private static bool IsUnpunctuated(ReadOnlySpan<char> text)
    {
        if (text.Length <= LongPhrase || !text.ContainsAnyInRange('\u0E00', '\u17FF'))
        {
            return false;
        }

        int letters = 0;
        foreach (char character in text[..LongPhrase])
        {
            letters += Letters.IsUnpunctuated(character) ? 1 : 0;
        }

        return letters > LongPhrase / 2;
    }
}
