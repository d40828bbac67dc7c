namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>What is done after some members have answered.</summary>
/// <param name="Accepted">Which answer is returned; <see langword="null"/> for none.</param>
/// <param name="AsksNext">Whether the next member is asked; else, where no answer is returned, the dear deployment.</param>
/// <param name="Value">The quality that is expected, beside the dear deployment's, less the price of what is still to be paid.</param>
internal readonly record struct StageChoice(int? Accepted, bool AsksNext, double Value);
