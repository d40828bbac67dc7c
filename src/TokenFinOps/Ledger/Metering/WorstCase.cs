using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>The most that an attempt can use and cost, found before it is made and at the rates that will bill it.</summary>
/// <param name="InputTokens">The most tokens of input.</param>
/// <param name="OutputTokens">The most tokens of output.</param>
/// <param name="Usage">The dearest usage within these.</param>
/// <param name="Cost">What that costs, discounts and margins included, or <see langword="null"/> when there is no price.</param>
/// <param name="Currency">The currency of the cost.</param>
/// <param name="Model">The model that it is priced as.</param>
internal sealed record WorstCase(long InputTokens, long OutputTokens, Usage Usage, decimal? Cost, string Currency, string Model);
