using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Compression;

/// <summary>What was done to one content of one message.</summary>
/// <param name="Message">The index of the message.</param>
/// <param name="Content">The index of the content in the message.</param>
/// <param name="Step">What was done.</param>
/// <param name="TokensBefore">Its tokens as it came.</param>
/// <param name="TokensAfter">Its tokens as it is sent.</param>
public sealed record CompressedBlock(int Message, int Content, CompressionStep Step, long TokensBefore, long TokensAfter)
{
    /// <summary>Gets what a selection left out and why: ranges of the text as it was before the selection, after what loses nothing was done to it.</summary>
    public ImmutableArray<DroppedRange> Dropped { get; init; } = [];
}
