using System.Buffers;
using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>A piece of code, a path, an address or an operator that the other text does not have. Pieces are what stands between spaces, compared letter by letter but for case.</summary>
internal static class CodeRule
{
    private const int Most = 64;

    private static readonly SearchValues<char> Signs = SearchValues.Create("\\@_{}[]=<>^|*+#`$");
    private static readonly SearchValues<char> Hints = SearchValues.Create("\\@_{}[]=<>^|*+#`$/(.-");
    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\r\n");

    public static GuardFindings Compare(in GuardedText earlier, in GuardedText now)
    {
        if (!MayHaveCode(earlier) && !MayHaveCode(now))
        {
            return GuardFindings.None;
        }

        Span<ulong> one = stackalloc ulong[Most];
        Span<ulong> other = stackalloc ulong[Most];
        int ones = Read(earlier.Text, one);
        int others = Read(now.Text, other);
        if (ones != others)
        {
            return GuardFindings.Code;
        }

        one = one[..Math.Min(ones, Most)];
        other = other[..Math.Min(others, Most)];
        one.Sort();
        other.Sort();
        return one.SequenceEqual(other) ? GuardFindings.None : GuardFindings.Code;
    }

    private static bool MayHaveCode(in GuardedText text) => text.HasInnerCapitals || text.Text.TrimEnd(".- ").ContainsAny(Hints);

    private static int Read(ReadOnlySpan<char> text, Span<ulong> pieces)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny(Spaces);
            ReadOnlySpan<char> piece = Bare(end < 0 ? text : text[..end]);
            text = end < 0 ? default : text[(end + 1)..];
            if (!piece.IsEmpty && IsCode(piece))
            {
                // What does not fit is folded into the last, so that it still counts.
                ulong hash = HashOf(piece);
                pieces[Math.Min(count, Most - 1)] = count < Most ? hash : (pieces[Most - 1] * 31) ^ hash;
                count++;
            }
        }

        return count;
    }

    // Without the punctuation around it, and without the half of a pair of parentheses.
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> piece)
    {
        piece = piece.Trim("\"',?!:;“”‘’").TrimEnd('.');
        return piece.Contains('(') == piece.Contains(')') && !piece.StartsWith("(") ? piece : piece.Trim("()");
    }

    private static ulong HashOf(ReadOnlySpan<char> piece)
    {
        ulong hash = FeatureHash.Empty;
        foreach (char character in piece)
        {
            hash = FeatureHash.Append(hash, char.ToLowerInvariant(character));
        }

        return hash;
    }

    private static bool IsCode(ReadOnlySpan<char> piece) =>
        HasSign(piece) || IsPath(piece) || IsCall(piece) || IsDotted(piece) || HasInnerCapital(piece);

    // Amounts are numbers with a unit; marks of Markdown and a heading's number sign say nothing.
    private static bool HasSign(ReadOnlySpan<char> piece)
    {
        ReadOnlySpan<char> inner = piece[0] is '$' or '#' or '*' or '+' && piece.Length > 1 ? piece.Trim("$#*").TrimStart('+') : piece;
        return inner.ContainsAny(Signs) && !(inner.Length < 3 && inner.Trim("*#$").IsEmpty);
    }

    // and/or, he/she and 24/7 are none.
    private static bool IsPath(ReadOnlySpan<char> piece) => piece.Count('/') > 1 || piece[0] == '/' || piece.StartsWith("--");

    // f(x) and run(), but not opinion(s).
    private static bool IsCall(ReadOnlySpan<char> piece)
    {
        int open = piece.IndexOf('(');
        return open > 0 && piece[^1] == ')' && !piece.EndsWith("(s)") && !piece.EndsWith("(es)");
    }

    /// <summary>Tells camelCase: a small letter first, and a capital beyond the second place; iPhone and eBay are names.</summary>
    internal static bool HasInnerCapital(ReadOnlySpan<char> piece)
    {
        if (!char.IsAsciiLetterLower(piece[0]))
        {
            return false;
        }

        for (int i = 2; i < piece.Length; i++)
        {
            if (char.IsAsciiLetterUpper(piece[i]) && char.IsAsciiLetterLower(piece[i - 1]))
            {
                return true;
            }
        }

        return false;
    }

    // example.com and .NET, but not e.g. and U.S.
    private static bool IsDotted(ReadOnlySpan<char> piece)
    {
        for (int dot = piece.IndexOf('.'); dot >= 0 && dot + 2 < piece.Length; dot++)
        {
            if (piece[dot] == '.' && char.IsAsciiLetter(piece[dot + 1]) && char.IsAsciiLetter(piece[dot + 2]))
            {
                return true;
            }
        }

        return false;
    }
}
