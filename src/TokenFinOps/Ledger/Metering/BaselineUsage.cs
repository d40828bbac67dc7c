using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What an attempt used, of what.</summary>
/// <param name="Model">The model that it is priced as.</param>
/// <param name="Tier">The service tier that bills it.</param>
/// <param name="Usage">What was used.</param>
internal readonly record struct BaselineUsage(string Model, ServiceTier Tier, Usage Usage);
