using System.Globalization;
using System.Text;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Writes JSON strings with the escapes that RFC 8259 asks for and no other: encoders that escape emoji or signs as well double their tokens.</summary>
internal static class JsonStrings
{
    public static StringBuilder AppendJsonString(this StringBuilder json, ReadOnlySpan<char> text)
    {
        json.Append('"');
        while (!text.IsEmpty)
        {
            int plain = PlainLength(text);
            json.Append(text[..plain]);
            if (plain < text.Length)
            {
                AppendEscape(json, text[plain++]);
            }

            text = text[plain..];
        }

        return json.Append('"');
    }

    private static int PlainLength(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or '"' or '\\')
            {
                return i;
            }
        }

        return text.Length;
    }

    private static void AppendEscape(StringBuilder json, char character) => _ = character switch
    {
        '"' => json.Append("\\\""),
        '\\' => json.Append(@"\\"),
        '\n' => json.Append(@"\n"),
        '\r' => json.Append(@"\r"),
        '\t' => json.Append(@"\t"),
        '\b' => json.Append(@"\b"),
        '\f' => json.Append(@"\f"),
        _ => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
    };
}
