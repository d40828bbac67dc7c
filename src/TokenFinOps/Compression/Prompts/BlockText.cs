using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Compression.Prompts;

/// <summary>A shorter form of a content.</summary>
/// <param name="Text">The text to send.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Step">What was done.</param>
internal sealed record BlockText(string Text, long Tokens, CompressionStep Step)
{
    /// <summary>Gets what a selection left out.</summary>
    public ImmutableArray<DroppedRange> Dropped { get; init; } = [];
}
