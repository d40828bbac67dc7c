using System.Text;
using System.Text.RegularExpressions;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Takes out of a terminal's output what only a terminal reads: colours, spaces at the ends of lines, heaps of empty lines. Fenced code stays as it is.</summary>
/// <remarks>A text without a terminal's codes may be a file, a patch or a table whose spaces and lines count; it stays as it is.</remarks>
internal static partial class TextTidy
{
    private const int MostEmptyLines = 1;

    public static string Tidy(string text)
    {
        if (!Escapes.IsMatch(text))
        {
            return text;
        }

        string plain = Escapes.Replace(text, string.Empty);
        var tidy = new StringBuilder(plain.Length);
        bool isFenced = false;
        int emptyLines = 0;
        foreach (ReadOnlySpan<char> line in plain.AsSpan().EnumerateLines())
        {
            bool isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            ReadOnlySpan<char> kept = isFenced && !isFence ? line : line.TrimEnd(' ');
            isFenced ^= isFence;
            emptyLines = kept.IsEmpty && !isFenced ? emptyLines + 1 : 0;
            if (emptyLines <= MostEmptyLines)
            {
                tidy.Append(kept).Append('\n');
            }
        }

        // The last line had no end.
        tidy.Length--;
        return tidy.ToString();
    }

    // ECMA-48: control sequences, and operating system commands as terminals end them.
    [GeneratedRegex(@"\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes { get; }
}
