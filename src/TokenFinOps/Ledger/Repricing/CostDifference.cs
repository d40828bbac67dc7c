namespace TokenFinOps.Ledger.Repricing;

/// <summary>What corrections changed, in one currency.</summary>
/// <param name="Currency">The ISO 4217 code.</param>
/// <param name="ListCost">The change of the cost at list rates, signed.</param>
/// <param name="EffectiveCost">The change of the effective cost, signed.</param>
public readonly record struct CostDifference(string Currency, decimal ListCost, decimal EffectiveCost);
