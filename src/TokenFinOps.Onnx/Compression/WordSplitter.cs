using System.Globalization;
using System.Text;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Splits a text into what is kept or dropped as a whole, so that no word, number or name is ever cut.</summary>
/// <remarks>
/// What stands between spaces is one word, less the brackets, quotes and stops at its ends, which are words of their own. Scripts without spaces are split where the model's
/// pieces start. Force tokens are words of their own.
/// </remarks>
internal sealed class WordSplitter(string text, IReadOnlySet<int> pieceStarts)
{
    private const string Openers = "([{<\"'“‘«„¿¡（［｛「『【《〈";
    private const string Closers = ")]}>\"'”’»,.;:!?…）］｝」』】》〉，。、；：！？।॥۔؟،؛";

    private readonly List<TextRange> _words = [];

    /// <summary>Splits the text.</summary>
    public IReadOnlyList<TextRange> Split(IEnumerable<TextRange> forceTokens)
    {
        int start = 0;
        foreach (TextRange token in forceTokens)
        {
            SplitPart(start, token.Start);
            _words.Add(token);
            start = token.End;
        }

        SplitPart(start, text.Length);
        return _words;
    }

    private void SplitPart(int start, int end)
    {
        for (int at = start; at < end;)
        {
            int first = at;
            for (; at < end && !char.IsWhiteSpace(text[at]); at++)
            {
            }

            SplitRun(first, at);
            for (; at < end && char.IsWhiteSpace(text[at]); at++)
            {
            }
        }
    }

    private void SplitRun(int start, int end)
    {
        int first = start;
        for (; first < end && Openers.Contains(text[first]); first++)
        {
        }

        int last = end;
        for (; last > first && Closers.Contains(text[last - 1]); last--)
        {
        }

        Add(start, first);
        SplitCore(first, last);
        Add(last, end);
    }

    private void SplitCore(int start, int end)
    {
        int first = start;
        for (int at = start + 1; at < end; at++)
        {
            if (pieceStarts.Contains(at) && MayCutAt(at))
            {
                Add(first, at);
                first = at;
            }
        }

        Add(first, end);
    }

    private bool MayCutAt(int at)
    {
        if (char.IsLowSurrogate(text[at]) || IsMark(text[at]))
        {
            return false;
        }

        int before = char.IsLowSurrogate(text[at - 1]) && at > 1 ? at - 2 : at - 1;
        return IsWithoutSpaces(before) || IsWithoutSpaces(at);
    }

    private static bool IsMark(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Thai, Lao, Myanmar and Khmer; kana, Han and their full-width punctuation.
    private bool IsWithoutSpaces(int at) => Rune.TryGetRuneAt(text, at, out Rune rune) && rune.Value
        is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3000 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x2FA1F);

    private void Add(int start, int end)
    {
        if (end > start)
        {
            _words.Add(new TextRange(start, end));
        }
    }
}
