using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Counts messages, and remembers how long their texts are: a conversation's older messages come again with every call. Thread-safe.</summary>
internal sealed class MessageSizes(ITokenCounter counter, long capacity)
{
    private const long EntrySize = 100;

    private readonly BoundedCache<Key, long> _sizes = new(capacity);

    public long Of(ChatMessage message, string? model, string? provider)
    {
        long tokens = 0;
        foreach (AIContent content in message.Contents)
        {
            tokens += TextOf(content) is { } text ? Count(text, model, provider) : counter.CountOutput([content], model, provider).Tokens;
        }

        return tokens;
    }

    private static string? TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionResultContent result => WireText.Of(result.Result),
        _ => null,
    };

    private long Count(string text, string? model, string? provider)
    {
        var key = new Key(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan())), model, provider);
        if (!_sizes.TryGet(key, out long tokens))
        {
            tokens = counter.CountText(text, model, provider).Tokens;
            _sizes.Set(key, tokens, EntrySize);
        }

        return tokens;
    }

    private readonly record struct Key(UInt128 Text, string? Model, string? Provider);
}
