using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>The circumstances of a case that bear on its cost.</summary>
internal sealed record OracleContext
{
    public DateTimeOffset? Timestamp { get; init; }

    public string? ServiceTier { get; init; }

    public string? Region { get; init; }

    public decimal? Multiplier { get; init; }

    public ContextTierRule TierRule { get; init; } = ContextTierRule.Default;

    public PriceAdjustment Adjustment { get; init; } = PriceAdjustment.None;

    /// <summary>Gets by how much the cost may differ; nothing unless the case says so.</summary>
    public decimal Tolerance { get; init; }

    /// <summary>Gets the usage reports of the stream, where the case is about folding them.</summary>
    public ImmutableArray<Usage> StreamChunks { get; init; } = [];
}
