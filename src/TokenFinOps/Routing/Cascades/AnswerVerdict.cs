namespace TokenFinOps.Routing.Cascades;

/// <summary>Whether an answer of a cascade is good enough.</summary>
/// <param name="Accepted">The index of the answer to return, or <see langword="null"/> to escalate.</param>
/// <param name="Reason">Why, in words that may stand in the ledger: never text of an answer.</param>
/// <param name="Score">The number that it rests on, where there is one.</param>
public readonly record struct AnswerVerdict(int? Accepted, string Reason, double? Score = null)
{
    /// <summary>Accepts an answer.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The verdict.</returns>
    public static AnswerVerdict Accept(int index, string reason, double? score = null) => new(index, reason, score);

    /// <summary>Accepts none.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The verdict.</returns>
    public static AnswerVerdict Escalate(string reason, double? score = null) => new(null, reason, score);
}
