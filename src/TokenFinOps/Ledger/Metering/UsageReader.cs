using System.Numerics;
using Microsoft.Extensions.AI;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Copies the numbers out of a <see cref="UsageDetails"/>, which function invocation goes on to change in place.</summary>
internal static class UsageReader
{
    /// <summary>Reads what was reported. An explicit zero is zero; what is absent stays absent.</summary>
    public static Usage Read(UsageDetails? details, UsageKeyMap keys, ref PricingIssues issues)
    {
        if (details is null)
        {
            return Usage.None;
        }

        var counts = new Counts(stackalloc long[UsageKinds.Count]);
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

    private ref struct Counts(Span<long> byKind)
    {
        private readonly Span<long> _byKind = byKind;
        private ulong _seen;

        public void Add(UsageKind kind, long? count, ref PricingIssues issues)
        {
            if (count is not { } value)
            {
                return;
            }

            if (value is < 0 or > Usage.MaxWhole)
            {
                issues |= PricingIssues.InvalidCount;
                return;
            }

            // Two names for one count are one count: a typed property and its twin in AdditionalCounts must not add up.
            _seen |= 1UL << (int)kind;
            _byKind[(int)kind] = Math.Max(_byKind[(int)kind], value);
        }

        public void AddWholeOfCacheWrites()
        {
            const ulong Whole = 1UL << (int)UsageKind.CacheWriteTokens;
            const ulong Parts = (1UL << (int)UsageKind.CacheWrite5mTokens) | (1UL << (int)UsageKind.CacheWrite1hTokens);
            if ((_seen & Whole) == 0 && (_seen & Parts) != 0)
            {
                _seen |= Whole;
                _byKind[(int)UsageKind.CacheWriteTokens] = _byKind[(int)UsageKind.CacheWrite5mTokens] + _byKind[(int)UsageKind.CacheWrite1hTokens];
            }
        }

        public readonly Usage ToUsage()
        {
            if (_seen == 0)
            {
                return Usage.None;
            }

            var amounts = new long[BitOperations.PopCount(_seen)];
            int slot = 0;
            for (ulong rest = _seen; rest != 0; rest &= rest - 1)
            {
                amounts[slot++] = _byKind[BitOperations.TrailingZeroCount(rest)];
            }

            return new Usage(_seen, amounts);
        }
    }
}
