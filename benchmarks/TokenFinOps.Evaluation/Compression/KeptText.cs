using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>What a method kept of a context.</summary>
/// <param name="Text">The text as a model would read it.</param>
/// <param name="Ranges">What of each source is in it.</param>
/// <param name="Tokens">The tokens of the text.</param>
internal sealed record KeptText(string Text, IReadOnlyList<IReadOnlyList<TextRange>> Ranges, long Tokens)
{
    public static KeptText Of(SelectedContext selected) =>
        new(selected.Text, [.. selected.Sources.Select(static source => source.Kept)], selected.TokensAfter.Tokens);

    /// <summary>Tells whether a part of a source was kept whole.</summary>
    public bool Has(int source, TextRange range) => Ranges[source].Any(kept => kept.Contains(range));
}
