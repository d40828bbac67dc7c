using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.PromptCaching;

/// <summary>A provider with a prompt cache: it knows the beginnings of prompts for five minutes after their last use, in steps of some tokens, from the length that its rates name.</summary>
internal sealed class ProviderCache(PromptCacheRates rates, ITokenCounter counter, string model, long step)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Dictionary<UInt128, DateTimeOffset> _used = [];

    /// <summary>Bills a prompt.</summary>
    /// <returns>Its tokens, at the price of input that is not cached.</returns>
    public decimal Bill(IReadOnlyList<ChatMessage> messages, DateTimeOffset at)
    {
        UInt128 chain = 0;
        long total = 0;
        long cached = 0;
        bool isCached = true;
        List<UInt128> beginnings = [];
        foreach (string text in messages.SelectMany(static message => message.Contents).Select(TextOf))
        {
            chain = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()), (long)(ulong)chain ^ (long)(ulong)(chain >> 64));
            beginnings.Add(chain);
            total += counter.CountText(text, model).Tokens;
            isCached = isCached && _used.TryGetValue(chain, out DateTimeOffset last) && at - last <= Lifetime;
            cached = isCached ? total : cached;
        }

        if (total >= rates.MinimumTokens)
        {
            beginnings.ForEach(beginning => _used[beginning] = at);
        }

        return rates.Weigh(cached / step * step, total);
    }

    private static string TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => call.Name + System.Text.Json.JsonSerializer.Serialize(call.Arguments),
        FunctionResultContent { Result: string text } => text,
        FunctionResultContent result => System.Text.Json.JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions),
        _ => string.Empty,
    };
}
