namespace TokenFinOps.Routing.Complexity;

/// <summary>Scores a prompt by how long it is: the baseline that every scorer must be compared with.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public sealed class PromptLength : IPromptScorer
{
    /// <inheritdoc/>
    public double Score(ReadOnlySpan<char> prompt) => prompt.Length;

    internal static double[] Scores(IReadOnlyList<RoutingExample> examples) => [.. examples.Select(static example => (double)example.Prompt.Length)];
}
