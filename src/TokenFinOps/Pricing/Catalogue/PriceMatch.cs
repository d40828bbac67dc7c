namespace TokenFinOps.Pricing.Catalogue;

/// <summary>The prices that were found for a model, and how.</summary>
/// <param name="Prices">The prices.</param>
/// <param name="Kind">How the name led to them.</param>
/// <param name="Explanation">The same in words, for people.</param>
public sealed record PriceMatch(ModelPrices Prices, PriceMatchKind Kind, string Explanation);
