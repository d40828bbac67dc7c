using System.Collections.Immutable;

namespace TokenFinOps.Tokens.Estimation;

/// <summary>Sorts characters into the classes that the estimator's tables are indexed by.</summary>
/// <remarks>
/// Letters that are frequent in much text have a class each, others share one with their like: what decides whether a token begins at a character is
/// mostly whether the pair of it and the one before is a frequent one. The numbers are the tables' row and column order: append, never reorder,
/// and calibrate anew after a change.
/// </remarks>
internal static class CharClass
{
    /// <summary>The class before the first character of a text: a token always begins there, as it does on a new line.</summary>
    public const int Start = 32;

    private const int Digit = 28;
    private const int Space = 31;

    // Indexes count from zero in this order; '0', '1', '2' stand for the first, second and third digit of a group of three.
    private static readonly ImmutableArray<string> Explicit =
    [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
        "AEIOUY", "BCDFGHJKLMNPQRSTVWXZ", "0", "1", "2", " ", "\n", "\t\r",
        "!?", "\"", "#@", "$", "%^~", "&|", "'", "(", ")", "*", "+", ",", "-", ".", "/", ":", ";", "<", "=", ">", "[{", "\\", "]", "}", "_", "`",
        "áéíóúýÁÉÍÓÚÝ", "ñçãõÑÇÃÕ", "àèìòùâêîôûëïÀÈÌÒÙÂÊÎÔÛËÏ", "äöüßåøæÄÖÜÅØÆ", "ơưđƠƯĐ", "ığşİĞŞ", "ășțţĂȘȚŢ",
        "ое", "аи", "нт", "ср", "влкм", "дпу", "я", "ыэёЫЭЁ", "ьй", "ъ", "бгзчхжшцющф", "іїєґІЇЄҐ", "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ",
        "αεηιοωυ", "ا", "ل", "ويتمنرب", "پچژگکیٹڈڑںےہھ",
    ];

    private const int FirstRange = 85;

    // The class of everything from a code unit on, up to the next entry.
    private static readonly ImmutableArray<(char From, int Class, ScriptGroup Group)> Ranges =
    [
        ('\0', FirstRange, ScriptGroup.Symbols),
        ('\u00AA', FirstRange + 1, ScriptGroup.Symbols),
        ('\u00C0', FirstRange + 2, ScriptGroup.OtherLatin),
        ('\u02B0', FirstRange + 1, ScriptGroup.Symbols),
        ('\u0300', FirstRange + 31, ScriptGroup.OtherLatin),
        ('\u0370', FirstRange + 3, ScriptGroup.Greek),
        ('\u0400', FirstRange + 4, ScriptGroup.Cyrillic),
        ('\u0530', FirstRange + 5, ScriptGroup.RareAlphabets),
        ('\u0590', FirstRange + 6, ScriptGroup.Hebrew),
        ('\u0600', FirstRange + 7, ScriptGroup.Arabic),
        ('\u064B', FirstRange + 8, ScriptGroup.Arabic),
        ('\u0670', FirstRange + 7, ScriptGroup.Arabic),
        ('\u0700', FirstRange + 20, ScriptGroup.RareAlphabets),
        ('\u0900', FirstRange + 9, ScriptGroup.Indic),
        ('\u0904', FirstRange + 10, ScriptGroup.Indic),
        ('\u093C', FirstRange + 9, ScriptGroup.Indic),
        ('\u0958', FirstRange + 10, ScriptGroup.Indic),
        ('\u0980', FirstRange + 11, ScriptGroup.Indic),
        ('\u09BC', FirstRange + 12, ScriptGroup.Indic),
        ('\u09CE', FirstRange + 11, ScriptGroup.Indic),
        ('\u0A00', FirstRange + 13, ScriptGroup.Indic),
        ('\u0E00', FirstRange + 14, ScriptGroup.Thai),
        ('\u0E30', FirstRange + 15, ScriptGroup.Thai),
        ('\u0E40', FirstRange + 14, ScriptGroup.Thai),
        ('\u0E47', FirstRange + 15, ScriptGroup.Thai),
        ('\u0E80', FirstRange + 16, ScriptGroup.SouthEastAsian),
        ('\u1000', FirstRange + 17, ScriptGroup.SouthEastAsian),
        ('\u10A0', FirstRange + 18, ScriptGroup.RareAlphabets),
        ('\u1100', FirstRange + 19, ScriptGroup.Hangul),
        ('\u1200', FirstRange + 20, ScriptGroup.RareAlphabets),
        ('\u1780', FirstRange + 21, ScriptGroup.SouthEastAsian),
        ('\u1800', FirstRange + 20, ScriptGroup.RareAlphabets),
        ('\u1E00', FirstRange + 22, ScriptGroup.OtherLatin),
        ('\u1F00', FirstRange + 3, ScriptGroup.Greek),
        ('\u2000', FirstRange + 1, ScriptGroup.Symbols),
        ('\u2100', FirstRange + 23, ScriptGroup.Symbols),
        ('\u2E80', FirstRange + 24, ScriptGroup.Han),
        ('\u3040', FirstRange + 25, ScriptGroup.Kana),
        ('\u30A0', FirstRange + 26, ScriptGroup.Kana),
        ('\u3100', FirstRange + 24, ScriptGroup.Han),
        ('\u4E00', FirstRange + 27, ScriptGroup.Han),
        ('\uA000', FirstRange + 20, ScriptGroup.RareAlphabets),
        ('\uAC00', FirstRange + 28, ScriptGroup.Hangul),
        ('\uD7B0', FirstRange + 20, ScriptGroup.RareAlphabets),
        ('\uD800', FirstRange + 29, ScriptGroup.Symbols),
        ('\uDC00', FirstRange + 30, ScriptGroup.Symbols),
        ('\uE000', FirstRange + 20, ScriptGroup.RareAlphabets),
        ('\uF900', FirstRange + 24, ScriptGroup.Han),
        ('\uFB00', FirstRange + 7, ScriptGroup.Arabic),
        ('\uFE00', FirstRange + 23, ScriptGroup.Symbols),
        ('\uFF00', FirstRange + 24, ScriptGroup.Han),
    ];

    // The thousand-odd most frequent characters of a language are whole tokens everywhere; these are the first of them.
    private const string FrequentHan =
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家"
        + "日月本第其两理些事从当现前开如此间样与关各重新线内数正心反明看原又么利比或但质气向道命变条只没结解问意建公无系已";

    private static readonly byte[] Map = BuildMap();

    public static int Count => FirstRange + 33;

    private static int FrequentHanClass => FirstRange + 32;

    /// <summary>Gets the class of a character, given the class of the one before it: digits are told apart by their place in a group of three.</summary>
    public static int Next(int previous, char value)
    {
        int own = Map[value];
        return own != Digit || previous is < Digit or >= Space ? own : Digit + ((previous - Digit + 1) % 3);
    }

    /// <summary>Gets what a class is written in. Latin letters and spaces are English until the estimator has seen the text.</summary>
    public static ScriptGroup GroupOf(int classIndex)
    {
        if (classIndex == FrequentHanClass)
        {
            return ScriptGroup.Han;
        }

        return classIndex >= FirstRange
            ? Ranges.First(range => range.Class == classIndex).Group
            : GroupOf(Explicit[classIndex][0]);
    }

    private static ScriptGroup GroupOf(char value) => value switch
    {
        _ when char.IsAsciiLetter(value) => ScriptGroup.EnglishLatin,
        _ when char.IsAsciiDigit(value) => ScriptGroup.Digits,
        _ when char.IsWhiteSpace(value) => ScriptGroup.EnglishSpace,
        _ when char.IsAscii(value) => ScriptGroup.Punctuation,
        _ => Ranges.Last(range => range.From <= value).Group,
    };

    private static byte[] BuildMap()
    {
        var map = new byte[char.MaxValue + 1];
        for (int range = 0; range < Ranges.Length; range++)
        {
            int end = range + 1 < Ranges.Length ? Ranges[range + 1].From : map.Length;
            map.AsSpan(Ranges[range].From, end - Ranges[range].From).Fill((byte)Ranges[range].Class);
        }

        for (int index = 0; index < Explicit.Length; index++)
        {
            foreach (char value in Explicit[index])
            {
                map[value] = (byte)index;
            }
        }

        foreach (char value in FrequentHan)
        {
            map[value] = (byte)FrequentHanClass;
        }

        map.AsSpan('0', 10).Fill(Digit);
        return map;
    }
}
