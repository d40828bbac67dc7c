namespace TokenFinOps.Embeddings;

/// <summary>How much the parts of a word count. Part of the identity of every vector: a change here needs a new model id.</summary>
internal sealed record LexicalWeights
{
    public static LexicalWeights Default { get; } = new();

    public float Empty { get; init; } = 0.2f;

    public float Weak { get; init; } = 0.5f;

    public float Common { get; init; } = 0.75f;

    public float Symbol { get; init; } = 0.6f;

    public float Number { get; init; } = 1.3f;

    public float Character { get; init; } = 0.4f;

    public float Pair { get; init; } = 0.6f;

    public float Not { get; init; } = 0.6f;

    /// <summary>The share of a word's weight, squared, that lies in the pieces of its spelling.</summary>
    public float Spelling { get; init; } = 0.5f;

    /// <summary>The share of what is left, squared, that lies in its group of synonyms when it has one.</summary>
    public float Group { get; init; } = 0.9f;
}
