using TokenFinOps.Attribution;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Says when a request should rather go to a cheaper tier, because a budget runs low or a run gets out of hand. The router asks before it chooses.</summary>
/// <remarks>Thread-safe, and answers from memory.</remarks>
internal interface ICostPressure
{
    /// <summary>Says whether a cheaper tier is wanted for a request.</summary>
    bool PrefersCheaper(in FinOpsRequest request);
}
