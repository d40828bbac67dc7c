namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Something in an imported catalogue that could not be taken over.</summary>
/// <param name="Model">The model as the source names it, with its provider where the source has one; empty when the whole source is meant.</param>
/// <param name="Key">The key in the source; empty when the whole model is meant.</param>
/// <param name="Reason">Why, and what was done instead.</param>
public sealed record ImportWarning(string Model, string Key, string Reason);
