using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Tokens;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Drops words of texts as <see cref="LinguaOptions.Selection"/> says.</summary>
internal sealed class WordDropper(LinguaOptions options, ITokenCounter counter, Func<string, long> count)
{
    private readonly Thresholds _thresholds = new(counter, options.TargetModel);

    /// <param name="contexts">The texts.</param>
    /// <param name="share">The share of their tokens that is wanted.</param>
    /// <param name="tokens">The number of tokens that is wanted.</param>
    /// <returns>What is left of each.</returns>
    public IReadOnlyList<CutText> Drop(IReadOnlyList<ContextWords> contexts, double share, long tokens)
    {
        ContextWords[] words = [.. contexts.Select(context => context with { Words = WithoutConsecutive(context.Words, share) })];
        return options.Selection switch
        {
            LinguaSelection.Upstream => [.. words.Select(context => AsUpstream(context, share))],
            LinguaSelection.Percentile => [.. words.Select(context => ByPercentile(context, share))],
            _ => new Budget(words, count).Choose(tokens),
        };
    }

    private static IEnumerable<IReadOnlyList<LinguaWord>> ChunksOf(IEnumerable<LinguaWord> words) =>
        words.GroupBy(static word => word.Chunk).OrderBy(static chunk => chunk.Key).Select(static chunk => chunk.ToList());

    private CutText ByPercentile(ContextWords context, double share) =>
        Cutting.Cut(context.Text, context.Words, [.. ChunksOf(context.Words).SelectMany(chunk => _thresholds.Choose(chunk, share))]);

    private CutText AsUpstream(ContextWords context, double share)
    {
        var parts = new List<string>();
        var kept = new List<LinguaWord>();
        foreach (IReadOnlyList<LinguaWord> words in ChunksOf(context.Words))
        {
            bool[] isKept = _thresholds.Choose(words, share);
            List<LinguaWord> chosen = [.. words.Where((_, i) => isKept[i])];
            if (options.DropConsecutive)
            {
                chosen = [.. chosen.Where((word, i) => i == 0 || !word.IsForceToken || chosen[i - 1].Text != word.Text)];
            }

            parts.Add(UpstreamWords.Join(chosen));
            kept.AddRange(chosen);
        }

        ImmutableArray<TextRange> ranges = [.. kept.Select(static word => new TextRange(word.Start, word.End)).Where(static range => range.Length > 0)];
        return new CutText(string.Concat(parts), ranges);
    }

    private IReadOnlyList<LinguaWord> WithoutConsecutive(IReadOnlyList<LinguaWord> words, double share) => options.DropConsecutive
        ? [.. ChunksOf(words).SelectMany(chunk => ConsecutiveTokens.Drop(chunk, (int)(100 * (1 - share))))]
        : words;
}
