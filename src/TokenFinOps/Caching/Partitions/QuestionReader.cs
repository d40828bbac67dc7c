using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;

namespace TokenFinOps.Caching.Partitions;

/// <summary>Splits a request into its question and everything else, which must be equal for an answer to be shared.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class QuestionReader(SemanticCacheOptions options, string embedder)
{
    private PartitionHasher? _spare;

    /// <summary>Reads a request.</summary>
    /// <returns>Why the cache stays out, or <see cref="CacheBypass.None"/> with the question.</returns>
    public CacheBypass Read(in CacheRequest request, out CacheQuestion? question)
    {
        question = null;
        if (request.Messages is not [.., var last] || last.Role != ChatRole.User)
        {
            return CacheBypass.NotFromUser;
        }

        string? text = TextOf(last);
        if (string.IsNullOrWhiteSpace(text))
        {
            return CacheBypass.NotText;
        }

        PartitionHasher hasher = Interlocked.Exchange(ref _spare, null) ?? new PartitionHasher();
        try
        {
            return Read(request, text, hasher, out question);
        }
        finally
        {
            _spare = hasher;
        }
    }

    private CacheBypass Read(in CacheRequest request, string text, PartitionHasher hasher, out CacheQuestion? question)
    {
        question = null;
        hasher.Begin();
        hasher.Add(embedder);
        hasher.Add(options.Version);
        hasher.Add(request.Provider);
        hasher.Add(request.Model);
        TagSet owner = OwnerOf(request.Tags);
        hasher.Add(owner);
        hasher.Add(request.Control.DependsOn.Length);
        if (!request.Control.DependsOn.IsEmpty)
        {
            foreach (string dependency in request.Control.DependsOn.Order(StringComparer.Ordinal))
            {
                hasher.Add(dependency);
            }
        }

        if (OptionsKey.TryAdd(request.Options, options, hasher) is var bypass and not CacheBypass.None)
        {
            return bypass;
        }

        string normal = QuestionText.Normalize(text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        bool standsAlone = options.StandaloneQuestion is not null || options.ContextTurns > 0;
        if (!TryAddEarlier(request.Messages, static (role, standsAlone) => !standsAlone || role == ChatRole.System, standsAlone, hasher))
        {
            return CacheBypass.OpaqueContent;
        }

        hasher.Hash(hash);
        string partition = Convert.ToHexString(hash);
        UInt128 id = PartitionHasher.IdOf(hash);
        if (standsAlone)
        {
            if (!TryAddEarlier(request.Messages, static (role, _) => role != ChatRole.System, standsAlone, hasher))
            {
                return CacheBypass.OpaqueContent;
            }

            hasher.Hash(hash);
        }

        question = new CacheQuestion(partition, id, ExactKeyOf(hash, normal), normal, owner);
        return CacheBypass.None;
    }

    // What comes before is hashed so that nobody can make it collide. Of the words themselves a quick hash is enough: they are compared before an answer is handed out.
    private static UInt128 ExactKeyOf(ReadOnlySpan<byte> hash, string text)
    {
        UInt128 words = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()), BinaryPrimitives.ReadInt64BigEndian(hash[16..]));
        return words ^ PartitionHasher.IdOf(hash);
    }

    private TagSet OwnerOf(TagSet tags) =>
        options.PartitionTags is not { } keys ? tags
            : TagSet.Of(tags.Where(tag => keys.Contains(tag.Key)));

    private static bool TryAddEarlier(
        IReadOnlyList<ChatMessage> messages, Func<ChatRole, bool, bool> isPart, bool standsAlone, PartitionHasher hasher)
    {
        for (int i = 0; i < messages.Count - 1; i++)
        {
            if (isPart(messages[i].Role, standsAlone) && !MessageKey.TryAdd(messages[i], hasher))
            {
                return false;
            }
        }

        ChatMessage last = messages[^1];
        hasher.Add(last.AuthorName);
        return hasher.TryAdd(last.AdditionalProperties);
    }

    // Usage is the provider's remark; everything else that is no text makes the question more than its words.
    private static string? TextOf(ChatMessage message)
    {
        string? only = null;
        foreach (AIContent content in message.Contents)
        {
            if (content is UsageContent)
            {
                continue;
            }

            if (content is not TextContent { AdditionalProperties: null or { Count: 0 } } text)
            {
                return null;
            }

            only = only is null ? text.Text : only + "\n" + text.Text;
        }

        return only;
    }
}
