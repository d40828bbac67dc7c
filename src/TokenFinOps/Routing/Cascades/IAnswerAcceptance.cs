namespace TokenFinOps.Routing.Cascades;

/// <summary>Decides whether an answer of the cheap deployments of a cascade is good enough.</summary>
/// <remarks>Implementations are thread-safe. What throws accepts nothing, nor does what takes more than half of a deadline's time: the request is escalated.</remarks>
public interface IAnswerAcceptance
{
    /// <summary>Gets the name that decisions carry, e.g. <c>agreement</c>.</summary>
    string Name { get; }

    /// <summary>Judges the answers.</summary>
    /// <param name="answers">The answers, with the request that they are for.</param>
    /// <param name="cancellationToken">Cancelled when the caller leaves, or when the time for judging is over.</param>
    /// <returns>Which answer is returned, or none.</returns>
    ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken);
}
