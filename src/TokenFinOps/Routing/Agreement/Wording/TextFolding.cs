using System.Globalization;
using System.Text;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Makes one character of those that look or mean alike.</summary>
/// <remarks>
/// Full-width forms, raised digits, fractions, dashes, quotes, spaces and accents are folded by tables of our own: what the platform knows depends on whether ICU is loaded, and compatibility
/// forms change the meaning: 2ⁿ is not 2n, and 101₂ is not 1012. What is in no table stays as it is.
/// </remarks>
internal static class TextFolding
{
    /// <summary>Folds characters, keeping case and lines.</summary>
    public static string Unify(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var unified = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Append(unified, rune);
        }

        return unified.ToString();
    }

    /// <summary>Folds characters, case and spaces.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in Unify(text).Trim())
        {
            if (!char.IsWhiteSpace(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString();
    }

    private static void Append(StringBuilder text, Rune rune)
    {
        if (rune.Value is >= 0xFF01 and <= 0xFF5E)
        {
            text.Append((char)(rune.Value - 0xFEE0));
        }
        else if (Superscript(rune.Value) is { } power)
        {
            _ = text.Length > 0 && (text[^1] == '^' || IsPower(text)) ? text.Append(power) : text.Append('^').Append(power);
        }
        else if (Fraction(rune.Value) is { } fraction)
        {
            _ = text.Length > 0 && char.IsAsciiDigit(text[^1]) ? text.Append(' ').Append(fraction) : text.Append(fraction);
        }
        else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || IsNoncharacter(rune.Value))
        {
            // Zero-width characters, marks of direction and what is no character say nothing.
        }
        else if (text.Length > 0 && rune.IsBmp && Accents.Join(text[^1], (char)rune.Value) is { } accented)
        {
            text[^1] = accented;
        }
        else
        {
            _ = Alike(rune.Value) is { } alike ? text.Append(alike) : text.Append(rune.ToString());
        }
    }

    private static bool IsNoncharacter(int rune) => (rune & 0xFFFE) == 0xFFFE || rune is >= 0xFDD0 and <= 0xFDEF;

    // A second raised digit belongs to the power that the first began.
    private static bool IsPower(StringBuilder text)
    {
        int i = text.Length - 1;
        while (i > 0 && (char.IsAsciiDigit(text[i]) || text[i] == '-') && text.Length - i < 4)
        {
            i--;
        }

        return i < text.Length - 1 && text[i] == '^';
    }

    private static char? Superscript(int rune) => rune switch
    {
        0x00B9 => '1',
        0x00B2 => '2',
        0x00B3 => '3',
        0x2070 => '0',
        >= 0x2074 and <= 0x2079 => (char)('4' + rune - 0x2074),
        0x207B => '-',
        _ => null,
    };

    private static string? Fraction(int rune) => rune switch
    {
        0x00BC => "1/4",
        0x00BD => "1/2",
        0x00BE => "3/4",
        0x2150 => "1/7",
        0x2151 => "1/9",
        0x2152 => "1/10",
        0x2153 => "1/3",
        0x2154 => "2/3",
        0x2155 => "1/5",
        0x2156 => "2/5",
        0x2157 => "3/5",
        0x2158 => "4/5",
        0x2159 => "1/6",
        0x215A => "5/6",
        0x215B => "1/8",
        0x215C => "3/8",
        0x215D => "5/8",
        0x215E => "7/8",
        _ => null,
    };

    private static char? Alike(int rune) => rune switch
    {
        0x2212 or 0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2014 => '-',
        0x2044 or 0x2215 => '/',
        0x2018 or 0x2019 or 0x201A => '\'',
        0x201C or 0x201D or 0x201E => '"',
        0x3002 => '.',
        0x3001 => ',',
        0x00B5 => 'μ',
        0x2126 => 'Ω',
        0x212A => 'K',
        0x212B => 'Å',
        0x00A0 or 0x2007 or 0x2009 or 0x202F or 0x3000 => ' ',
        _ => null,
    };
}
