namespace TokenFinOps.Pricing;

/// <summary>What was odd about a usage or a rate card, and was priced nevertheless by a documented rule.</summary>
[Flags]
public enum PricingIssues
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// A part was reported as larger than its whole, or several that exclude each other add up to more. The parts are billed as reported; the whole counts as their sum.
    /// </summary>
    PartExceedsWhole = 1 << 0,

    /// <summary>A part was reported without the total that it belongs to. The part is billed; the total is taken to be the sum of the known parts.</summary>
    WholeNotReported = 1 << 1,

    /// <summary>
    /// Two overlapping parts (cached tokens and audio tokens, say) were reported and both have rates, but their overlap was not reported although it has a rate
    /// of its own. The overlap is taken to be the least that the totals allow.
    /// </summary>
    OverlapNotReported = 1 << 2,

    /// <summary>An overlap was reported for which only its wholes have rates. It is billed once, at the dearer of them.</summary>
    OverlapRateMissing = 1 << 3,

    /// <summary>A part has a rate but none of its wholes has one. The part is billed at its own rate.</summary>
    WholeRateMissing = 1 << 4,

    /// <summary>A part that providers usually price on its own has no rate and was billed at its whole's rate.</summary>
    BilledAtParentRate = 1 << 5,

    /// <summary>The service tier has no rates of its own and was billed at the standard rates.</summary>
    ServiceTierAtStandardRate = 1 << 6,

    /// <summary>A count was negative or not a number. It was left out as if it had not been reported.</summary>
    InvalidCount = 1 << 7,

    /// <summary>A provider-reported cost was negative or not a number. The catalogue's price was used instead.</summary>
    InvalidReportedCost = 1 << 8,
}
