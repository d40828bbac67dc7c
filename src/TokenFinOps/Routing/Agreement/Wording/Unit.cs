namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>A unit of measure by its base unit.</summary>
/// <param name="Factor">How many base units it is.</param>
/// <param name="Base">The base unit; <see langword="null"/> for metres, which go without saying.</param>
internal readonly record struct Unit(ExactNumber Factor, string? Base);
