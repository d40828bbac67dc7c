using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Writes text so that PostgreSQL takes it: it refuses the character NUL and half surrogate pairs.</summary>
/// <remarks>Those are written as <c>\u0000</c>, and a backslash as two, so that different texts stay different.</remarks>
internal static class ServerText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Escape(string? text) => text is null || IsPlain(text) ? text : Rewrite(text);

    private static bool IsPlain(string text)
    {
        foreach (char character in text)
        {
            if (character is '\0' or '\\' || char.IsSurrogate(character))
            {
                return false;
            }
        }

        return true;
    }

    private static string Rewrite(string text)
    {
        var written = new StringBuilder(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                written.Append(text, i++, 2);
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                written.Append($"\\u{(int)text[i]:X4}");
            }
            else
            {
                written.Append(text[i] == '\\' ? "\\\\" : text[i].ToString());
            }
        }

        return written.ToString();
    }

    /// <summary>Reads what <see cref="Escape"/> wrote.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Unescape(string? text)
    {
        if (text is null || !text.Contains('\\'))
        {
            return text;
        }

        var read = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                read.Append(text[i]);
            }
            else if (text[++i] == '\\')
            {
                read.Append('\\');
            }
            else
            {
                read.Append((char)Convert.ToUInt16(text.Substring(i + 1, 4), 16));
                i += 4;
            }
        }

        return read.ToString();
    }
}
