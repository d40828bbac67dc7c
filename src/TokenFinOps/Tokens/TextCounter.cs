using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using BitFaster.Caching.Lru;
using TokenFinOps.Tokens.Encodings;

namespace TokenFinOps.Tokens;

/// <summary>Counts texts, each only once while its count is remembered.</summary>
/// <remarks>
/// <para>
/// Counts are remembered by the content of a text (its 128-bit hash and its length), not by the string or message that holds it: a conversation
/// that is loaded anew for every turn hits as well as one that is kept, a message that was changed misses, and no prompt is kept in memory.
/// </para>
/// <para>Thread-safe. Two threads may count the same new text at once; both get the same number.</para>
/// </remarks>
internal sealed class TextCounter(TokenCounterOptions options, TokenEncodings encodings)
{
    // Counting so little is as fast as finding it.
    private const int ShortText = 8;

    private readonly ConcurrentLru<CountKey, TokenCount> _counts = new(options.CachedTexts);

    // Content is chosen by users, so which texts would collide is not to be known in advance.
    private readonly long _seed = BitConverter.ToInt64(Guid.NewGuid().ToByteArray());

    /// <summary>Counts a text.</summary>
    public TokenCount Count(ReadOnlySpan<char> text, TokenizerFamily family)
    {
        if (text.IsEmpty)
        {
            return TokenCount.Zero;
        }

        LazyEncoding? encoding = encodings.Of(family);
        ITextTokenizer? tokenizer = Tokenizer(encoding);
        if (text.Length <= ShortText && tokenizer is null)
        {
            return TokenEstimator.Estimate(text, family);
        }

        CountKey key = Key(MemoryMarshal.AsBytes(text), new CountKind(family, IsExact: tokenizer is not null, CountedForm.Text));
        if (!_counts.TryGet(key, out TokenCount count))
        {
            count = tokenizer is null ? TokenEstimator.Estimate(text, family) : Counted(text, family, tokenizer);
            _counts.AddOrUpdate(key, count);
        }

        return count;
    }

    /// <summary>Counts a text in UTF-8; what is not valid UTF-8 is counted as replacement characters.</summary>
    public TokenCount CountUtf8(ReadOnlySpan<byte> text, TokenizerFamily family)
    {
        CountKey key = Key(text, new CountKind(family, IsExact: Tokenizer(encodings.Of(family)) is not null, CountedForm.Utf8));
        if (_counts.TryGet(key, out TokenCount count))
        {
            return count;
        }

        char[] characters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(text.Length));
        try
        {
            count = Count(characters.AsSpan(0, Encoding.UTF8.GetChars(text, characters)), family);
        }
        finally
        {
            // Prompts do not linger in shared buffers.
            ArrayPool<char>.Shared.Return(characters, clearArray: true);
        }

        _counts.AddOrUpdate(key, count);
        return count;
    }

    private TokenCount Counted(ReadOnlySpan<char> text, TokenizerFamily family, ITextTokenizer tokenizer)
    {
        TokenCount count = LongTextCounter.Count(text, family, tokenizer, options.ExactLength);
        return family != TokenizerFamily.OpenAi ? count : new(count.Tokens, Math.Max(count.AtMost, TokenEstimator.Estimate(text, TokenizerFamily.Cl100k).AtMost));
    }

    private ITextTokenizer? Tokenizer(LazyEncoding? encoding) =>
        options.WhileLoading == LoadingBehavior.Wait ? encoding?.Load() : encoding?.IfLoaded();

    private CountKey Key(ReadOnlySpan<byte> content, CountKind kind) => new(XxHash128.HashToUInt128(content, _seed), content.Length, kind);

    private enum CountedForm : byte
    {
        Text,
        Utf8,
    }

    private readonly record struct CountKind(TokenizerFamily Family, bool IsExact, CountedForm Form);

    private readonly record struct CountKey(UInt128 Hash, int Length, CountKind Kind);
}
