namespace TokenFinOps.Ledger.Metering;

/// <summary>Marks the exceptions by which a gate refuses an attempt before anything is sent, so that a router can tell them from failures of a provider.</summary>
internal interface IAttemptRefusal
{
    /// <summary>Gets a value indicating whether a cheaper deployment might be let through.</summary>
    bool CheaperMayPass { get; }
}
