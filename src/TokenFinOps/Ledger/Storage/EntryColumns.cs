namespace TokenFinOps.Ledger.Storage;

/// <summary>The parts of a stored entry that are columns of their own, because a database finds, orders or shows entries by them.</summary>
internal readonly record struct EntryColumns
{
    public required Guid Id { get; init; }

    /// <summary>Gets the moment in ticks of UTC.</summary>
    public required long Ticks { get; init; }

    public required Guid RequestId { get; init; }

    public string? RunId { get; init; }

    public string? ParentRunId { get; init; }

    public decimal? ListCost { get; init; }

    public decimal? EffectiveCost { get; init; }

    public decimal? BaselineCost { get; init; }
}
