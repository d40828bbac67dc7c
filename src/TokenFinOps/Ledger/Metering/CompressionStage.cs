using System.Collections.Immutable;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What the compressor tells the meter about the prompt that it hands on.</summary>
/// <param name="around">What the stages before it say.</param>
/// <param name="compression">What is written on the entry.</param>
/// <param name="changes">Where the prompt is shorter, or would be, in order.</param>
internal sealed class CompressionStage(RequestStage? around, AttemptCompression compression, ImmutableArray<ShortenedBlock> changes) : RequestStage(around)
{
    public AttemptCompression Compression => compression;

    private ImmutableArray<ShortenedBlock> Changes { get; } = changes;

    /// <summary>Gets the tokens that the provider had cached and that a change of the prompt makes it read anew.</summary>
    public long CacheLost { get; init; }

    /// <summary>Tells what the attempt would have used, had the compressor done the opposite: without its work when it is on, with it when it only watches.</summary>
    /// <remarks>
    /// A prompt cache holds a prefix. What was taken out of the prefix that the provider read from its cache would have been read from there too, at that price; what was
    /// taken out behind it would have been written to the cache or read anew, like its neighbours.
    /// </remarks>
    public Usage Opposite(in Usage usage)
    {
        if (!usage.Reports(UsageKind.InputTokens) || (Changes.IsEmpty && CacheLost == 0))
        {
            return usage;
        }

        bool isOn = compression.Mode == CompressionMode.On;
        decimal cached = usage[UsageKind.CacheReadTokens];
        decimal written = cached + usage[UsageKind.CacheWriteTokens];

        // What the provider adds to the contents, tools above all, stands before them.
        decimal front = Math.Max(0, usage.InputTokens - (isOn ? compression.TokensAfter : compression.TokensBefore));
        decimal fromCache = 0;
        decimal toCache = 0;
        decimal fresh = 0;
        foreach (ShortenedBlock change in Changes)
        {
            decimal position = front + (isOn ? change.PositionAfter : change.PositionBefore);
            if (position < cached)
            {
                fromCache += change.Tokens;
            }
            else if (position < written)
            {
                toCache += change.Tokens;
            }
            else
            {
                fresh += change.Tokens;
            }
        }

        decimal lost = Math.Min(CacheLost, usage.InputTokens - cached);
        int sign = isOn ? 1 : -1;
        Usage opposite = Add(usage, UsageKind.InputTokens, sign * (fromCache + toCache + fresh));
        opposite = Add(opposite, UsageKind.InputTextTokens, usage.Reports(UsageKind.InputTextTokens) ? sign * (fromCache + toCache + fresh) : 0);
        opposite = Add(opposite, UsageKind.CacheReadTokens, sign * (fromCache + lost));
        return Add(opposite, UsageKind.CacheWriteTokens, sign * (toCache - Math.Min(lost, usage[UsageKind.CacheWriteTokens])));
    }

    /// <summary>Joins the work of two stages on one prompt, this one's first.</summary>
    /// <param name="second">What was done to the prompt that this one handed on.</param>
    /// <returns>Both as one; the one that acted, when the other only watches.</returns>
    public CompressionStage Then(CompressionStage second)
    {
        if (compression.Mode != CompressionMode.On || second.Compression.Mode != CompressionMode.On)
        {
            return compression.Mode == CompressionMode.On ? this : second;
        }

        ImmutableArray<ShortenedBlock> later = second.Changes;
        IEnumerable<ShortenedBlock> first = Changes.Select(change => change with
        {
            PositionAfter = change.PositionAfter - later.Where(each => each.PositionBefore < change.PositionAfter).Sum(static each => each.Tokens),
        });
        IEnumerable<ShortenedBlock> shifted = later.Select(change => change with
        {
            PositionBefore = change.PositionBefore + Changes.Where(each => each.PositionAfter <= change.PositionBefore).Sum(static each => each.Tokens),
        });
        var both = new AttemptCompression(
            CompressionMode.On, second.Compression.TokensBefore + compression.TokensBefore - compression.TokensAfter, second.Compression.TokensAfter)
        {
            Steps = [.. compression.Steps, .. second.Compression.Steps],
        };
        return new CompressionStage(second, both, [.. first.Concat(shifted).OrderBy(static change => change.PositionAfter)]) { CacheLost = CacheLost + second.CacheLost };
    }

    private static Usage Add(in Usage usage, UsageKind kind, decimal tokens) => tokens == 0 ? usage : usage.With(kind, Math.Max(0, usage[kind] + tokens));
}
