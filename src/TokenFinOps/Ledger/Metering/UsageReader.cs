using Microsoft.Extensions.AI;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Copies the numbers out of a <see cref="UsageDetails"/>, which function invocation goes on to change in place.</summary>
internal static class UsageReader
{
    private const int MaxAdditional = 32;

    /// <summary>Reads what was reported. An explicit zero is zero; what is absent stays absent.</summary>
    public static Usage Read(UsageDetails? details, UsageKeyMap keys, ref PricingIssues issues)
    {
        if (details is null)
        {
            return Usage.None;
        }

        var counts = new Counts(stackalloc (UsageKind, decimal)[10 + MaxAdditional]);
        counts.Add(UsageKind.InputTokens, details.InputTokenCount, ref issues);
        counts.Add(UsageKind.OutputTokens, details.OutputTokenCount, ref issues);
        counts.Add(UsageKind.CacheReadTokens, details.CachedInputTokenCount, ref issues);
        counts.Add(UsageKind.OutputReasoningTokens, details.ReasoningTokenCount, ref issues);
        ReadModalities(details, ref counts, ref issues);
        if (details.AdditionalCounts is { Count: > 0 } additional)
        {
            foreach ((string key, long count) in additional)
            {
                if (keys.TryGet(key, out UsageKind kind))
                {
                    counts.Add(kind, count, ref issues);
                }
            }
        }

        counts.AddWholeOfCacheWrites();
        return counts.ToUsage();
    }

#pragma warning disable MEAI001 // The four modality counters are experimental. They are only read, in one place, and nothing of them is in our API.
    private static void ReadModalities(UsageDetails details, ref Counts counts, ref PricingIssues issues)
    {
        counts.Add(UsageKind.InputAudioTokens, details.InputAudioTokenCount, ref issues);
        counts.Add(UsageKind.InputTextTokens, details.InputTextTokenCount, ref issues);
        counts.Add(UsageKind.OutputAudioTokens, details.OutputAudioTokenCount, ref issues);
        counts.Add(UsageKind.OutputTextTokens, details.OutputTextTokenCount, ref issues);
    }
#pragma warning restore MEAI001

    private ref struct Counts(Span<(UsageKind Kind, decimal Count)> room)
    {
        private readonly Span<(UsageKind Kind, decimal Count)> _room = room;
        private ulong _seen;
        private int _count;

        public void Add(UsageKind kind, long? count, ref PricingIssues issues)
        {
            if (count is not { } value || _count == _room.Length)
            {
                return;
            }

            if (value < 0)
            {
                issues |= PricingIssues.InvalidCount;
                return;
            }

            // Two names for one count are one count: a typed property and its twin in AdditionalCounts must not add up.
            if ((_seen & (1UL << (int)kind)) != 0)
            {
                KeepLarger(kind, value);
                return;
            }

            _seen |= 1UL << (int)kind;
            _room[_count++] = (kind, value);
        }

        public void AddWholeOfCacheWrites()
        {
            const ulong Whole = 1UL << (int)UsageKind.CacheWriteTokens;
            const ulong Parts = (1UL << (int)UsageKind.CacheWrite5mTokens) | (1UL << (int)UsageKind.CacheWrite1hTokens);
            if ((_seen & Whole) != 0 || (_seen & Parts) == 0 || _count == _room.Length)
            {
                return;
            }

            decimal sum = 0;
            foreach ((UsageKind kind, decimal count) in _room[.._count])
            {
                sum += kind is UsageKind.CacheWrite5mTokens or UsageKind.CacheWrite1hTokens ? count : 0;
            }

            _room[_count++] = (UsageKind.CacheWriteTokens, sum);
        }

        public readonly Usage ToUsage() => new(_room[.._count]);

        private readonly void KeepLarger(UsageKind kind, long value)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_room[i].Kind == kind)
                {
                    _room[i].Count = Math.Max(_room[i].Count, value);
                }
            }
        }
    }
}
