using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What is known of a request before it is made.</summary>
/// <param name="Input">The most tokens of input.</param>
/// <param name="Output">The most tokens of output.</param>
/// <param name="HasMedia">Whether there is more than text in it.</param>
/// <param name="Tools">The most uses of tools that the provider runs and bills.</param>
internal readonly record struct WorstRequest(long Input, long Output, bool HasMedia, Usage Tools);
