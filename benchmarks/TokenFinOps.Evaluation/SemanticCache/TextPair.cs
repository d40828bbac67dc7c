namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Two questions, and whether one's answer serves the other.</summary>
/// <param name="First">The question that was asked first.</param>
/// <param name="Second">The question that is asked now.</param>
/// <param name="IsSame">Whether they mean the same.</param>
internal sealed record TextPair(string First, string Second, bool IsSame)
{
    /// <summary>Gets what kind of difference the pair tests, e.g. <c>Negation</c>, or <see langword="null"/> when the file does not say.</summary>
    public string? Capability { get; init; }

    /// <summary>Gets the name of the test, or <see langword="null"/> when the file does not say.</summary>
    public string? Test { get; init; }
}
