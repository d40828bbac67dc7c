namespace TokenFinOps.Routing.Admission;

/// <summary>Whether a workload may be sent to a cheap model by a scorer, why, and the figures behind it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record AdmissionVerdict
{
    /// <summary>Gets a value indicating whether the cheap model may be used: for the prompts that the scorer leaves to it, or for all where <see cref="CheapAloneIsEnough"/>.</summary>
    public required bool IsAdmitted { get; init; }

    /// <summary>Gets a value indicating whether the cheap model keeps the quality that is asked for when it answers everything, so that no scorer is needed.</summary>
    public required bool CheapAloneIsEnough { get; init; }

    /// <summary>Gets why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets how many examples it was judged on.</summary>
    public required int Examples { get; init; }

    /// <summary>Gets the cheap model's quality as a share of the strong one's.</summary>
    public required double QualityRatio { get; init; }

    /// <summary>Gets the least that <see cref="QualityRatio"/> is over all prompts like the examples, as sure as was asked for; at most 1.</summary>
    public required double QualityRatioBound { get; init; }

    /// <summary>Gets the gap that the scorer recovers; 0.5 is a random mix. See <see cref="RoutingCurve.Apgr"/>.</summary>
    public required double Apgr { get; init; }

    /// <summary>Gets the interval of <see cref="Apgr"/>.</summary>
    public required Interval ApgrInterval { get; init; }

    /// <summary>Gets the gap that prompt length recovers.</summary>
    public required double LengthApgr { get; init; }

    /// <summary>Gets the paired interval of what the scorer recovers beyond prompt length.</summary>
    public required Interval BeyondLength { get; init; }

    /// <summary>Gets the cost of the target quality, as a share of what the strong model alone costs.</summary>
    public required double CostAtTarget { get; init; }

    /// <summary>Gets what a random mix costs at the target quality, as a share of what the strong model alone costs.</summary>
    public required double RandomCostAtTarget { get; init; }
}
