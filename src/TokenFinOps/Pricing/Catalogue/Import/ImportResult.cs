using System.Collections.Immutable;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>What an import gave.</summary>
/// <param name="Catalogue">The catalogue.</param>
/// <param name="Warnings">What could not be taken over. Nothing is dropped without a warning.</param>
public sealed record ImportResult(PriceCatalogue Catalogue, ImmutableArray<ImportWarning> Warnings);
