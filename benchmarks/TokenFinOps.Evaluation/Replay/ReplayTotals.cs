namespace TokenFinOps.Evaluation.Replay;

/// <summary>What a ledger says after a replay.</summary>
internal sealed record ReplayTotals
{
    public required long Entries { get; init; }

    public required decimal Requests { get; init; }

    public required decimal Input { get; init; }

    public required decimal Output { get; init; }

    public required decimal CachedInput { get; init; }

    public required decimal Reasoning { get; init; }

    /// <summary>Gets how many clients have entries, or <see langword="null"/> when the ledger no longer tells them apart.</summary>
    public required int? Clients { get; init; }

    /// <summary>Gets how many hours have entries, or <see langword="null"/> when the ledger no longer tells them apart.</summary>
    public required int? Hours { get; init; }

    /// <summary>Gets the effective cost in USD, or <see langword="null"/> when any entry is unpriced.</summary>
    public required decimal? Cost { get; init; }
}
