using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Decisions;

/// <summary>What the compressor did to an attempt's prompt, or would have done.</summary>
/// <param name="Mode">Whether it was done.</param>
/// <param name="TokensBefore">The tokens of the prompt's contents as they came, counted before the call.</param>
/// <param name="TokensAfter">The tokens as shortened.</param>
public sealed record AttemptCompression(CompressionMode Mode, long TokensBefore, long TokensAfter)
{
    /// <summary>
    /// Gets the money that was saved, or would have been, in the currency of the entry's cost; <see langword="null"/> when it has no price. What the provider's prompt cache
    /// read at a lower price is counted at that price, and what a change made it read anew is taken off.
    /// </summary>
    public decimal? Saved { get; init; }

    /// <summary>Gets what each step did; steps that did nothing are left out.</summary>
    public ImmutableArray<CompressionSum> Steps { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(AttemptCompression? other) =>
        other is not null && Mode == other.Mode && TokensBefore == other.TokensBefore && TokensAfter == other.TokensAfter && Saved == other.Saved && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mode, TokensBefore, TokensAfter, Saved, Steps.Length);
}
