using System.Collections.Immutable;

namespace TokenFinOps.Onnx.Compression;

/// <summary>How many of several texts <see cref="LinguaCompressor.CompressContexts"/> leaves out as a whole, before it drops words of the others. Immutable and thread-safe.</summary>
/// <remarks>
/// Of <see cref="KeepShare"/>, <see cref="KeepContexts"/> and <see cref="KeepTokens"/> one can be set. Without any it is as in LLMLingua-2: where a number of tokens is asked for, about as
/// many texts are kept as have twice that number; where a share is, a share of the texts half way between it and all. The rest is made up by dropping words of those.
/// </remarks>
public sealed record LinguaContextOptions
{
    internal static LinguaContextOptions Default { get; } = new();

    /// <summary>Gets the share of texts to keep, above 0, at most 1; 1 leaves none out. It is LLMLingua's <c>context_level_rate</c>. The default is <see langword="null"/>.</summary>
    public double? KeepShare { get; init; }

    /// <summary>Gets about how many texts to keep, at least 1. It is LLMLingua's <c>target_context</c>. The default is <see langword="null"/>.</summary>
    public int? KeepContexts { get; init; }

    /// <summary>
    /// Gets about how many tokens the kept texts are to have before words are dropped, at least 1: texts count as if they were of one length. It is LLMLingua's
    /// <c>context_level_target_token</c>. The default is <see langword="null"/>.
    /// </summary>
    public long? KeepTokens { get; init; }

    /// <summary>Gets the numbers of texts, from 0, that are never left out as a whole. It is LLMLingua's <c>force_context_ids</c>. The default is none.</summary>
    public ImmutableArray<int> AlwaysKeep { get; init; } = [];

    internal void Validate()
    {
        int targets = (KeepShare is null ? 0 : 1) + (KeepContexts is null ? 0 : 1) + (KeepTokens is null ? 0 : 1);
        if (targets > 1)
        {
            throw new ArgumentException("Of KeepShare, KeepContexts and KeepTokens one can be set.", nameof(KeepShare));
        }

        if (KeepShare is { } share and not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(KeepShare), share, "A share of texts is above 0 and at most 1; 1 leaves none out.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(KeepContexts ?? 1, 1, nameof(KeepContexts));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepTokens ?? 1, 1, nameof(KeepTokens));
        if (AlwaysKeep.IsDefault)
        {
            throw new ArgumentException("AlwaysKeep is not set; leave it out or use [].", nameof(AlwaysKeep));
        }
    }

    internal void CheckNumbers(int contexts)
    {
        foreach (int number in AlwaysKeep.Where(number => number < 0 || number >= contexts))
        {
            throw new ArgumentOutOfRangeException(nameof(contexts), number, $"AlwaysKeep has the number of a text that is not there: there are {contexts}, numbered from 0.");
        }
    }

    internal double ShareOf(LinguaTarget target, int contexts, long tokens) => Math.Min(
        1.0,
        KeepTokens is { } most ? (double)most / Math.Max(1, tokens)
        : KeepContexts is { } number ? (double)number / contexts
        : KeepShare ?? target.ContextShareOf(tokens));
}
