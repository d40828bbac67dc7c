using System.Text;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Keeps blocks by their scores, best first, skipping what does not fit; a title is paid with the first block below it.</summary>
/// <param name="Prefix">What its figures' names begin with.</param>
/// <param name="Counter">Counts the tokens.</param>
/// <param name="IsBySentence">Whether sentences are the blocks; else documents are, or the turns of a conversation.</param>
/// <param name="Rank">Scores blocks, higher for better.</param>
internal sealed record BaselineMethod(string Prefix, ITokenCounter Counter, bool IsBySentence, Func<RetentionCase, IReadOnlyList<string>, double[]> Rank) : IContextMethod
{
    /// <summary>Gets whether the first block that does not fit ends it.</summary>
    public bool StopsAtMisfit { get; init; }

    public KeptText Keep(RetentionCase example, int budget)
    {
        ContextBlock[] blocks = Blocks(example);
        double[] scores = Rank(example, [.. blocks.Select(block => Text(example, block))]);
        var kept = new HashSet<int>();
        var titled = new HashSet<int>();
        long used = 0;
        foreach (int block in Enumerable.Range(0, blocks.Length).OrderByDescending(at => scores[at]).ThenBy(static at => at))
        {
            int source = blocks[block].Source;
            ReadOnlySpan<char> text = example.Sources[source].Text.AsSpan(blocks[block].Range.Start, blocks[block].Range.Length);
            long cost = Count(text) + (titled.Contains(source) ? 0 : 1 + Count(example.Sources[source].Title));
            if (used + cost <= budget)
            {
                used += cost;
                kept.Add(block);
                titled.Add(source);
            }
            else if (StopsAtMisfit)
            {
                break;
            }
        }

        return Written(example, blocks, kept);
    }

    private ContextBlock[] Blocks(RetentionCase example)
    {
        if (!IsBySentence && example.Sources.Count > 1)
        {
            return [.. example.Sources.Select(static (source, at) => new ContextBlock(at, new TextRange(0, source.Text.Length)))];
        }

        using var layout = new Layout(example.Sources);
        var blocks = new List<ContextBlock>();
        foreach (Unit unit in layout.Units)
        {
            blocks.Add(new ContextBlock(unit.Source, new TextRange(unit.Start, unit.End)));
        }

        return [.. blocks];
    }

    private static string Text(RetentionCase example, ContextBlock block) =>
        example.Sources[block.Source].Title + " " + example.Sources[block.Source].Text[block.Range.Start..block.Range.End];

    private KeptText Written(RetentionCase example, ContextBlock[] blocks, HashSet<int> kept)
    {
        var text = new StringBuilder();
        var ranges = example.Sources.Select(static _ => new List<TextRange>()).ToArray();
        foreach (int block in kept.Order())
        {
            ContextSource source = example.Sources[blocks[block].Source];
            if (ranges[blocks[block].Source].Count == 0)
            {
                text.Append(text.Length > 0 ? "\n\n" : string.Empty).Append(source.Title).Append(source.Title is null ? string.Empty : "\n");
            }
            else
            {
                text.Append(' ');
            }

            text.Append(source.Text, blocks[block].Range.Start, blocks[block].Range.Length);
            ranges[blocks[block].Source].Add(blocks[block].Range);
        }

        string written = text.ToString();
        return new KeptText(written, ranges, Count(written));
    }

    private long Count(ReadOnlySpan<char> text) => Counter.CountText(text, RetentionRun.Model).Tokens;
}
