namespace TokenFinOps.Ledger.Metering;

/// <summary>A part of a prompt that is shorter than it came.</summary>
/// <param name="PositionBefore">The tokens of the contents before it, as they came.</param>
/// <param name="PositionAfter">The tokens of the contents before it, as sent.</param>
/// <param name="Tokens">How many tokens it is shorter by.</param>
internal readonly record struct ShortenedBlock(long PositionBefore, long PositionAfter, long Tokens);
