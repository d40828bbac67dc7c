using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>Takes what turned out later about answers: ratings, resolved tickets, evaluations. Get it from a client with <c>GetService</c>.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IRoutingFeedback
{
    /// <summary>Records how good an answer turned out to be.</summary>
    /// <remarks>
    /// Outcomes can only refute a permission. Those of cheap answers are compared with those of the baseline's answers to prompts as easy, of which a hundred must be known; a control
    /// group (<see cref="RoutingOptions.ControlShare"/>) keeps them coming.
    /// </remarks>
    /// <param name="responseId">The <c>ResponseId</c> of the answer.</param>
    /// <param name="quality">How good it was, 0 (useless) to 1 (perfect).</param>
    /// <returns><see langword="true"/> when the answer was known: the router chose who gave it, lately, and it is the first outcome of it.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not within 0 to 1.</exception>
    bool RecordOutcome(string responseId, double quality);

    /// <summary>Records how good the answers of a cheap tier and of the baseline to the same request were: pairs of an evaluation of your own, or kept from before a restart.</summary>
    /// <remarks>They count like shadow pairs, so they must be a random sample of the requests to come.</remarks>
    /// <param name="request">What was asked, with the instructions, tools and response format by which workloads are told apart, or with the tag that names them, its value as the ledger keeps it.</param>
    /// <param name="tier">The tier, below the baseline's.</param>
    /// <param name="quality">How good its answer was, 0 (useless) to 1 (perfect).</param>
    /// <param name="baselineQuality">How good the baseline's answer was, 0 to 1.</param>
    /// <returns><see langword="false"/> when the client learns nothing: there is no <see cref="RoutingOptions.Learning"/>.</returns>
    /// <exception cref="ArgumentException">There is no such tier below the baseline's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A quality is not within 0 to 1.</exception>
    bool RecordPair(RoutingRequest request, string tier, double quality, double baselineQuality);
}
