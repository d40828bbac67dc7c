namespace TokenFinOps.Caching.Acceptance;

/// <summary>The figures of a group as they are kept between processes.</summary>
internal sealed record AuditedCounts
{
    public long Hits { get; init; }

    public long Refusals { get; init; }

    public long Audited { get; init; }

    public long Explored { get; init; }

    public long FalseHits { get; init; }

    public long Reported { get; init; }

    public double ExpectedFalseHits { get; init; }

    public double EstimatedFalseHits { get; init; }

    public double RightHits { get; init; }

    public double WrongHits { get; init; }
}
