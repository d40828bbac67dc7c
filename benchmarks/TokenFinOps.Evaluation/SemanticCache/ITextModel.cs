namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Something that makes vectors of texts, to be compared with others by one program.</summary>
internal interface ITextModel
{
    /// <summary>Gets what stands before its figures, empty for ours.</summary>
    string Prefix { get; }

    int Dimensions { get; }

    /// <summary>Writes the vector of a text, of unit length, or zeroes.</summary>
    void Embed(string text, Span<float> vector);
}
