using System.Globalization;
using System.Text;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Mends what models do to strings in JSON: LaTeX with single backslashes, and line breaks as they are.</summary>
internal static class JsonRepair
{
    private const string Escapable = "\"\\/bfnrtu";

    /// <returns>The text with valid escapes, or <see langword="null"/> when it had nothing to mend.</returns>
    public static string? Escapes(string text)
    {
        var mended = new StringBuilder(text.Length + 16);
        bool inString = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (inString && c == '\\' && i + 1 < text.Length)
            {
                char next = text[++i];
                mended.Append(IsEscape(text, i) ? "\\" : "\\\\").Append(next);
                continue;
            }

            inString ^= c == '"';
            _ = inString && c < ' ' ? mended.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : mended.Append(c);
        }

        return mended.Length == text.Length ? null : mended.ToString();
    }

    /// <summary>Finds out whether an escape stands for half of a character.</summary>
    public static bool HasLoneSurrogate(string text)
    {
        char last = '\0';
        for (int i = 0; i + 1 < text.Length; i++)
        {
            char unit = '\0';
            if (text[i] == '\\')
            {
                unit = text[i + 1] == 'u' && IsEscape(text, i + 1) ? (char)Convert.ToUInt16(text.Substring(i + 2, 4), 16) : '\0';
                i += unit == '\0' ? 1 : 5;
            }

            if (char.IsHighSurrogate(last) != char.IsLowSurrogate(unit))
            {
                return true;
            }

            last = unit;
        }

        return char.IsHighSurrogate(last);
    }

    private static bool IsEscape(string text, int at) =>
        Escapable.Contains(text[at], StringComparison.Ordinal)
        && (text[at] != 'u' || (at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)));
}
