using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Agreement;

/// <summary>Finds out whether a single answer has something wrong with it, without asking a model.</summary>
/// <remarks>Implementations must be thread-safe.</remarks>
public interface IAnswerCheck
{
    /// <summary>Looks at an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="options">What was asked for: tools and response format.</param>
    /// <returns>The first problem that is found, or <see langword="null"/> when there is none.</returns>
    AnswerProblem? Check(ChatResponse response, ChatOptions? options);
}
