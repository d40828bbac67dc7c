namespace TokenFinOps.Compression.Selection;

/// <summary>Says how much an <see cref="ExtractiveSelector"/> may keep, and how it shows what it left out.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record SelectionOptions
{
    /// <summary>Gets the number of tokens that the kept text never exceeds, titles and marks of omission included.</summary>
    /// <remarks>Where the model's tokenizer is not public the bound of the estimate (<see cref="Tokens.TokenCount.AtMost"/>) has to fit.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public required int MaxTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxTokens), value, "A selection needs room for at least one token.");
    }

    /// <summary>Gets the model whose tokenizer counts.</summary>
    /// <value>The default is <see langword="null"/>: unknown.</value>
    public string? Model { get; init; }

    /// <summary>Gets the provider of the model; it decides where the model's name does not.</summary>
    /// <value>The default is <see langword="null"/>: unknown.</value>
    public string? Provider { get; init; }

    /// <summary>Gets the <see cref="SelectedContext.Signal"/> below which nothing is cut, since a cut would be a guess.</summary>
    /// <value>0 to 1; the default is 0.1. With 0 a cut is made however little the text has to do with the question.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not between 0 and 1.</exception>
    public double MinimumSignal
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MinimumSignal), value, "The signal is a share: give 0 to 1.");
    } = 0.1;

    /// <summary>Gets what stands where something was left out before, between or after kept parts of a source.</summary>
    /// <value>The default is <c>[…]</c>; <see langword="null"/> writes nothing, and only <see cref="SelectedSource.Dropped"/> tells.</value>
    public string? OmissionMarker { get; init; } = "[…]";

    /// <summary>Gets a value indicating whether no sentence is ever cut off.</summary>
    /// <value>
    /// The default is <see langword="false"/>: where more than a twentieth of the budget is left over that no whole unit fits, the beginning of one more sentence is kept, behind all that
    /// was chosen. It ends where <see cref="OmissionMarker"/> stands.
    /// </value>
    public bool WholeUnitsOnly { get; init; }

    /// <summary>Gets what judges the meaning of units beside their words, e.g. embeddings.</summary>
    /// <value>The default is <see langword="null"/>: words alone decide.</value>
    public UnitSimilarity? Similarity { get; init; }
}
