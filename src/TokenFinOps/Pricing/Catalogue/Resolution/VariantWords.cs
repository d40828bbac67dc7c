using System.Buffers;
using System.Collections.Frozen;

namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>The words that make another model of a name when they come next in it, so that a prefix rule does not price <c>…-mini</c> as its big sister.</summary>
internal static class VariantWords
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("-._:/@ ");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = (
        "mini nano micro lite tiny small medium large plus pro max ultra turbo flash fast highspeed air tts image vision live realtime "
        + "transcribe transcription translate embed embedding reasoning codex coder search research computer guard")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Finds out whether the rest of a name begins with such a word. A rule that ends in a separator means all that follows it.</summary>
    public static bool Follow(string matched, ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || IsSeparator(matched[^1]) || !IsSeparator(rest[0]))
        {
            return false;
        }

        ReadOnlySpan<char> word = NextWord(ref rest);
        while (word is "preview" or "exp")
        {
            word = NextWord(ref rest);
        }

        return Words.Contains(word) || IsSize(word);
    }

    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart("-._:/@ ");
        int end = rest.IndexOfAny(Separators);
        ReadOnlySpan<char> word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        return word;
    }

    // A number of parameters, such as 8b.
    private static bool IsSize(ReadOnlySpan<char> word) =>
        word.Length > 1 && word[^1] is 'b' or 'B' && !word[..^1].ContainsAnyExceptInRange('0', '9');

    private static bool IsSeparator(char c) => Separators.Contains(c);
}
