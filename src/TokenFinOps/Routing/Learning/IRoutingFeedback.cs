namespace TokenFinOps.Routing.Learning;

/// <summary>Takes what turned out later about answers: ratings, resolved tickets, evaluations. Get it from a client with <c>GetService</c>.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IRoutingFeedback
{
    /// <summary>Records how good an answer turned out to be.</summary>
    /// <param name="responseId">The <c>ResponseId</c> of the answer.</param>
    /// <param name="quality">How good it was, 0 (useless) to 1 (perfect).</param>
    /// <returns><see langword="true"/> when the answer was known; only recent ones are.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not within 0 to 1.</exception>
    bool RecordOutcome(string responseId, double quality);
}
