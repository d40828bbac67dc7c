using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Selection;

/// <summary>What an <see cref="ExtractiveSelector"/> kept, and the receipt for what it left out.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record SelectedContext
{
    internal SelectedContext(IReadOnlyList<SelectedSource> sources, string text, TokenCount before, TokenCount after, double signal, SelectionRefusal? refusal) =>
        (Sources, Text, TokensBefore, TokensAfter, Signal, Refusal) = (sources, text, before, after, signal, refusal);

    /// <summary>Gets what is left of each source, in the order in which they were given.</summary>
    public IReadOnlyList<SelectedSource> Sources { get; }

    /// <summary>Gets all that was kept as one text: each source that has any under its title, with an empty line between sources. This is what the budget holds for.</summary>
    public string Text { get; }

    /// <summary>Gets the tokens of all sources, written as <see cref="Text"/> is.</summary>
    public TokenCount TokensBefore { get; }

    /// <summary>Gets the tokens of <see cref="Text"/>.</summary>
    public TokenCount TokensAfter { get; }

    /// <summary>Gets how much of the question, by the rarity of its words, the best part of the text speaks of: 0 nothing, 1 everything.</summary>
    public double Signal { get; }

    /// <summary>Gets why nothing was cut, or <see langword="null"/>. The sources are unchanged then, and longer than the budget.</summary>
    public SelectionRefusal? Refusal { get; }
}
