namespace TokenFinOps.Routing.Policies;

/// <summary>What a policy says about a request.</summary>
/// <param name="Kind">How it is to be read.</param>
/// <param name="Tier">The tier that it is about.</param>
/// <param name="Reason">Why, in words that may stand in the ledger: never text of a prompt.</param>
/// <param name="Score">The number that it rests on, where there is one.</param>
public readonly record struct RoutingOpinion(RoutingOpinionKind Kind, string? Tier, string Reason, double? Score = null)
{
    /// <summary>Leaves the choice to other policies.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The opinion.</returns>
    public static RoutingOpinion Abstain(string reason, double? score = null) => new(RoutingOpinionKind.Abstain, null, reason, score);

    /// <summary>Chooses a tier, within what earlier policies allow. Later policies can only narrow it.</summary>
    /// <param name="tier">The tier's name.</param>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The opinion.</returns>
    public static RoutingOpinion Prefer(string tier, string reason, double? score = null) => new(RoutingOpinionKind.Prefer, tier, reason, score);

    /// <summary>Allows no tier below one.</summary>
    /// <param name="tier">The tier's name.</param>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The opinion.</returns>
    public static RoutingOpinion AtLeast(string tier, string reason, double? score = null) => new(RoutingOpinionKind.AtLeast, tier, reason, score);

    /// <summary>Allows no tier above one.</summary>
    /// <param name="tier">The tier's name.</param>
    /// <param name="reason">Why.</param>
    /// <param name="score">The number that it rests on.</param>
    /// <returns>The opinion.</returns>
    public static RoutingOpinion AtMost(string tier, string reason, double? score = null) => new(RoutingOpinionKind.AtMost, tier, reason, score);

    /// <summary>Wants a tier below the one that the other policies come to, if there is one.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>The opinion.</returns>
    public static RoutingOpinion OneDown(string reason) => new(RoutingOpinionKind.OneDown, null, reason);
}
