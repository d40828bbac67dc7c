using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>What a model costs, and who says so.</summary>
internal sealed record CascadePrice(RateCard Card, string Source)
{
    public decimal Input => Card.Find(UsageKind.InputTokens)!.Amount;

    public decimal Output => Card.Find(UsageKind.OutputTokens)!.Amount;

    public override string ToString() => FormattableString.Invariant($"{Input} in, {Output} out per million ({Source})");
}
