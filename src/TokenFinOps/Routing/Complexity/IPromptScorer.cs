namespace TokenFinOps.Routing.Complexity;

/// <summary>Says, before any answer, how much a prompt would gain from the stronger model.</summary>
/// <remarks>Implementations are thread-safe and never throw, whatever the text.</remarks>
public interface IPromptScorer
{
    /// <summary>Scores a prompt.</summary>
    /// <param name="prompt">What the user asks: the newest question, without the instructions that every prompt of the workload shares.</param>
    /// <returns>The expected gain of the stronger model. Only the order matters: the higher, the sooner the prompt is sent up.</returns>
    double Score(ReadOnlySpan<char> prompt);
}
