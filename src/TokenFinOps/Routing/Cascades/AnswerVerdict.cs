namespace TokenFinOps.Routing.Cascades;

/// <summary>Whether an answer of a cascade is good enough.</summary>
/// <param name="Accepted">The index of the answer to return, or <see langword="null"/> to escalate.</param>
/// <param name="Reason">Why, in words that may stand in the ledger: never text of an answer.</param>
/// <param name="Score">The number that it rests on, where there is one.</param>
public readonly record struct AnswerVerdict(int? Accepted, string Reason, double? Score = null)
{
    /// <summary>Gets a value indicating whether members that were not asked yet are passed over: only of meaning to a cascade that asks in turn.</summary>
    public bool SkipsRest { get; init; }

    /// <summary>Accepts an answer.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The verdict.</returns>
    public static AnswerVerdict Accept(int index, string reason, double? score = null) => new(index, reason, score);

    /// <summary>Accepts none. A cascade that asks in turn goes on to its next member, if there is one.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The verdict.</returns>
    public static AnswerVerdict Escalate(string reason, double? score = null) => new(null, reason, score);

    /// <summary>Accepts none, and thinks that no other member would help: the dear deployment is asked at once.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The verdict.</returns>
    public static AnswerVerdict EscalateAtOnce(string reason, double? score = null) => new(null, reason, score) { SkipsRest = true };
}
