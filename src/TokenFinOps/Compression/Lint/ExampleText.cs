using System.Text;
using System.Text.RegularExpressions;

namespace TokenFinOps.Compression.Lint;

/// <summary>Finds the examples in instructions: under headings and in tags that say so, and pairs of labelled questions and answers.</summary>
internal static partial class ExampleText
{
    private const int FewestLabels = 4;

    private enum Within
    {
        Nothing,
        Heading,
        Tag,
        Paragraph,
        Labels,
    }

    /// <summary>Gives the lines of the examples, joined, or nothing.</summary>
    public static string Find(string text)
    {
        if (!Word().IsMatch(text) && !Label().IsMatch(text))
        {
            return string.Empty;
        }

        var examples = new StringBuilder();
        var labelled = new StringBuilder();
        int labels = 0;
        int level = 0;
        Within within = Within.Nothing;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            Within next = Next(within, line, ref level);
            bool isLabel = next is Within.Nothing or Within.Labels && Label().IsMatch(line);
            next = isLabel ? Within.Labels : next;
            labels += isLabel ? 1 : 0;
            (next == Within.Labels ? labelled : next == Within.Nothing ? null : examples)?.Append(line).Append('\n');

            // The line that closes a tag is still the example's.
            within = next == Within.Tag && ClosingTag().IsMatch(line) ? Within.Nothing : next;
        }

        return labels >= FewestLabels ? examples.Append(labelled).ToString() : examples.ToString();
    }

    private static Within Next(Within within, ReadOnlySpan<char> line, ref int level)
    {
        if (within == Within.Tag)
        {
            return Within.Tag;
        }

        if (OpeningTag().IsMatch(line))
        {
            return Within.Tag;
        }

        int depth = line.IndexOfAnyExcept('#');
        if (depth is > 0 and <= 6 && line[depth] == ' ')
        {
            if (within == Within.Heading && depth > level)
            {
                return Within.Heading;
            }

            level = depth;
            return HeadingWords().IsMatch(line) ? Within.Heading : Within.Nothing;
        }

        if (within == Within.Heading)
        {
            return Within.Heading;
        }

        if (PlainHeading().IsMatch(line))
        {
            return Within.Paragraph;
        }

        return line.IsWhiteSpace() ? Within.Nothing : within;
    }

    [GeneratedRegex(@"\bexamples?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*<(?:examples?|few[-_ ]?shots?)\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OpeningTag();

    [GeneratedRegex(@"</(?:examples?|few[-_ ]?shots?)>\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClosingTag();

    [GeneratedRegex(@"\b(?:examples?|few[- ]?shots?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeadingWords();

    [GeneratedRegex(@"^\s*(?:\*\*)?(?:here (?:is|are) (?:an|some|a few) )?examples?\s*#?\d*(?:\*\*)?\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlainHeading();

    [GeneratedRegex(@"^[ \t]*(?:\*\*)?(?:q|a|question|answer|input|output|user|assistant|human|ai|response)\s*\d*(?:\*\*)?:(?:\*\*)?[ \t]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Label();
}
