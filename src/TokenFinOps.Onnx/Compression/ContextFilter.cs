using System.Collections.Immutable;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Chooses among texts by how likely their words are to be kept on average, as LLMLingua-2's context-level filter does.</summary>
internal static class ContextFilter
{
    private const string Separator = "\n\n";

    /// <summary>Marks the texts that stay: those at or above a percentile.</summary>
    /// <param name="contexts">The texts. One without words neither stays nor counts; LLMLingua-2's program divides by zero there (microsoft/LLMLingua#144).</param>
    /// <param name="share">The share of texts that is wanted.</param>
    /// <param name="required">The numbers of those that stay in any case.</param>
    public static bool[] Choose(IReadOnlyList<ContextWords> contexts, double share, ImmutableArray<int> required)
    {
        double[] scores = [.. contexts.Where(static context => context.Words.Count > 0).Select(static context => context.Probability)];
        double threshold = scores.Length == 0 ? 0 : Percentile.Of(scores, (int)(100 * (1 - share)));
        return [.. contexts.Select((context, i) => required.Contains(i) || (context.Words.Count > 0 && context.Probability >= threshold))];
    }

    /// <summary>Puts texts together, with an empty line between those that are not empty.</summary>
    public static string Join(IEnumerable<string> texts) => string.Join(Separator, texts.Where(static text => text.Length > 0));
}
