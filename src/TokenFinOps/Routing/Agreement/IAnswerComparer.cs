using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Agreement;

/// <summary>Says when two answers of models say the same.</summary>
/// <remarks>Implementations must be thread-safe: answers of several deployments are read at the same time.</remarks>
public interface IAnswerComparer
{
    /// <summary>Brings an answer into the form in which it can be compared.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="options">What was asked for: tools and response format tell how the answer is to be read.</param>
    /// <returns>The canonical form; two answers with equal forms mean the same. <see langword="null"/> when the answer cannot be compared, which agrees with nothing.</returns>
    string? Canonicalise(ChatResponse response, ChatOptions? options);
}
