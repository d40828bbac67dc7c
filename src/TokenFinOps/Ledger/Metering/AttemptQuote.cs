using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What an attempt costs, and how the price was found.</summary>
internal readonly record struct AttemptQuote(CostBreakdown Cost, PriceMatch? Match, string? CatalogueVersion, MeteringNotes Notes);
