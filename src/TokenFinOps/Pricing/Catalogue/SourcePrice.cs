namespace TokenFinOps.Pricing.Catalogue;

/// <summary>What one source asks for something that several price.</summary>
/// <param name="Source">The version of the catalogue.</param>
/// <param name="Amount">The price.</param>
public readonly record struct SourcePrice(string Source, decimal Amount);
