using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>What the hash of a closed period is made of.</summary>
internal sealed record ClosedPeriodContent(DateTimeOffset ClosedAt, ChargebackRun Run);
