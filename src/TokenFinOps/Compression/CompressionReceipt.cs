using System.Collections.Immutable;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Compression;

/// <summary>Says what was done to a prompt: how long it was and is, and which contents were changed and how. It holds no text.</summary>
/// <param name="Mode">Whether the shortened prompt was sent.</param>
/// <param name="TokensBefore">The tokens of all contents as they came, counted by the model's tokenizer.</param>
/// <param name="TokensAfter">The tokens of all contents as shortened.</param>
/// <remarks>Immutable and thread-safe. Money is on the ledger entry, once the provider has said what it read from its cache.</remarks>
public sealed record CompressionReceipt(CompressionMode Mode, long TokensBefore, long TokensAfter)
{
    /// <summary>Gets the contents that were changed, in order.</summary>
    public ImmutableArray<CompressedBlock> Blocks { get; init; } = [];

    /// <summary>Gets the contents that were left alone although they looked as if they could be shortened, in order.</summary>
    public ImmutableArray<UntouchedBlock> Untouched { get; init; } = [];

    /// <summary>Gets the tokens of the prompt's beginning that the provider had cached and that a change makes it read anew.</summary>
    public long CacheLost { get; init; }

    /// <summary>Gets how long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the sums by step.</summary>
    public ImmutableArray<CompressionSum> Steps =>
        [.. Blocks.GroupBy(static block => block.Step).OrderBy(static group => group.Key).Select(static group =>
            new CompressionSum(group.Key, group.Count(), group.Sum(static block => block.TokensBefore - block.TokensAfter)))];
}
