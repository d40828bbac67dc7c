namespace TokenFinOps.Pricing;

/// <summary>What happens to usage of a kind that has no rate while its whole has one, e.g. cached tokens of a model without a cache price.</summary>
public enum MissingRatePolicy
{
    /// <summary>It is billed at its whole's rate: never free, and at most too dear. The default.</summary>
    BillAtParentRate,

    /// <summary>It is left unpriced, and the call is only partially priced.</summary>
    LeaveUnpriced,
}
