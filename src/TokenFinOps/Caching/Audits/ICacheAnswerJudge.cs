namespace TokenFinOps.Caching.Audits;

/// <summary>Says whether a cached answer would have done for a question that the model has answered anew.</summary>
/// <remarks>Implementations are thread-safe. They are asked in the background; nobody waits for them.</remarks>
public interface ICacheAnswerJudge
{
    /// <summary>Compares two answers.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="cached">The answer from the cache.</param>
    /// <param name="fresh">What the model answers to the question itself.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Whether the cached answer is as right as the fresh one, or <see langword="null"/> when that cannot be said.</returns>
    ValueTask<bool?> IsRightAsync(string question, string cached, string fresh, CancellationToken cancellationToken);
}
