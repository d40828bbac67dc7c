using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Compression;

/// <summary>What an <see cref="IContextCompressor"/> made of a text.</summary>
/// <param name="Text">The shorter text, or <see langword="null"/> when the text is to be sent as it came.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ContextCut(string? Text)
{
    /// <summary>Gets what was left out, in order. The default is nothing said.</summary>
    public ImmutableArray<DroppedRange> Dropped { get; init; } = [];

    /// <summary>Gets why nothing was left out, for the receipt; <see langword="null"/> where something was.</summary>
    public string? Refusal { get; init; }

    /// <summary>Says that a text is to be sent as it came.</summary>
    /// <param name="reason">Why, without any of the text.</param>
    /// <returns>The refusal.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static ContextCut Refuse(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new ContextCut((string?)null) { Refusal = reason };
    }
}
