using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TokenFinOps.Attribution;

/// <summary>An immutable set of tags: who pays for a call, or why it was made.</summary>
/// <remarks>
/// Keys are compared without regard to case and kept in order; values are compared exactly. Equal sets have equal hash codes, so that a set can be a key.
/// Thread-safe.
/// </remarks>
public sealed class TagSet : IReadOnlyDictionary<string, string>, IEquatable<TagSet>
{
    /// <summary>The most characters a key may have.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>The most characters a value may have.</summary>
    public const int MaxValueLength = 256;

    /// <summary>The most tags a set may have.</summary>
    public const int MaxCount = 64;

    private static readonly long HashSeed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private readonly ImmutableArray<KeyValuePair<string, string>> _tags;
    private readonly int _hash;

    private TagSet(ImmutableArray<KeyValuePair<string, string>> tags)
    {
        _tags = tags;

        // Seeded, so that nobody can craft values that collide.
        _hash = HashBy(HashSeed).GetHashCode();
    }

    /// <summary>Gets the set without tags.</summary>
    public static TagSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _tags.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _tags.Select(static tag => tag.Key);

    /// <inheritdoc/>
    public IEnumerable<string> Values => _tags.Select(static tag => tag.Value);

    /// <inheritdoc/>
    public string this[string key] => TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"There is no tag '{key}'.");

    /// <summary>Makes a set.</summary>
    /// <param name="tags">The tags; of two with the same key the later one wins.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">A key is empty, or a key, a value or the set is too long.</exception>
    public static TagSet Of(params ReadOnlySpan<(string Key, string Value)> tags) => Empty.With(tags);

    /// <summary>Makes a set.</summary>
    /// <param name="tags">The tags; of two with the same key the later one wins.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">A key is empty, or a key, a value or the set is too long.</exception>
    public static TagSet Of(IEnumerable<KeyValuePair<string, string>> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return Empty.With([.. tags.Select(static tag => (tag.Key, tag.Value))]);
    }

    /// <summary>Makes a set that has other tags as well.</summary>
    /// <param name="tags">The tags; they win over those with the same key.</param>
    /// <returns>The larger set, or this one when there are none to add.</returns>
    /// <exception cref="ArgumentException">A key is empty, or a key, a value or the set is too long.</exception>
    public TagSet With(params ReadOnlySpan<(string Key, string Value)> tags)
    {
        if (tags.IsEmpty)
        {
            return this;
        }

        var merged = new KeyValuePair<string, string>[_tags.Length + tags.Length];
        _tags.CopyTo(merged);
        int count = _tags.Length;
        foreach ((string key, string value) in tags)
        {
            Validate(key, value);
            int index = IndexFor(merged.AsSpan(0, count), key, out bool isNew);
            if (isNew)
            {
                merged.AsSpan(index, count++ - index).CopyTo(merged.AsSpan(index + 1));
            }

            merged[index] = new(isNew ? key : merged[index].Key, value);
        }

        if (count > MaxCount)
        {
            throw new ArgumentException($"A call can carry at most {MaxCount} tags, not {count}.", nameof(tags));
        }

        return new TagSet(ImmutableCollectionsMarshal.AsImmutableArray(count == merged.Length ? merged : merged[..count]));
    }

    /// <summary>Makes a set that has another set's tags as well.</summary>
    /// <param name="tags">The tags; they win over those with the same key.</param>
    /// <returns>The larger set.</returns>
    /// <exception cref="ArgumentException">The set would be too large.</exception>
    public TagSet With(TagSet tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (tags.Count == 0 || ReferenceEquals(this, tags))
        {
            return this;
        }

        return Count == 0 ? tags : With([.. tags._tags.Select(static tag => (tag.Key, tag.Value))]);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (ref readonly KeyValuePair<string, string> tag in _tags.AsSpan())
        {
            if (string.Equals(tag.Key, key, StringComparison.OrdinalIgnoreCase))
            {
                value = tag.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(TagSet? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || _hash != other._hash || _tags.Length != other._tags.Length)
        {
            return false;
        }

        for (int i = 0; i < _tags.Length; i++)
        {
            if (!string.Equals(_tags[i].Key, other._tags[i].Key, StringComparison.OrdinalIgnoreCase)
                || !string.Equals(_tags[i].Value, other._tags[i].Value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TagSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Lists the tags, e.g. <c>feature=chat team=support</c>.</summary>
    /// <returns>The tags.</returns>
    public override string ToString() => string.Join(' ', _tags.Select(static tag => $"{tag.Key}={tag.Value}"));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_tags).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Hashes the tags: equally in every process for an equal seed, which a hash code does not do.</summary>
    internal ulong HashBy(long seed)
    {
        // Values tell sets apart; of the keys, which have no case, the length is enough.
        ulong hash = 0;
        foreach (ref readonly KeyValuePair<string, string> tag in _tags.AsSpan())
        {
            hash = (BitOperations.RotateLeft(hash, 5) * 31) + XxHash3.HashToUInt64(MemoryMarshal.AsBytes(tag.Value.AsSpan()), seed) + (ulong)tag.Key.Length;
        }

        return hash;
    }

    internal ReadOnlySpan<KeyValuePair<string, string>> AsSpan() => _tags.AsSpan();

    private static int IndexFor(ReadOnlySpan<KeyValuePair<string, string>> tags, string key, out bool isNew)
    {
        int index = 0;
        int order = 1;
        while (index < tags.Length && (order = string.Compare(key, tags[index].Key, StringComparison.OrdinalIgnoreCase)) > 0)
        {
            index++;
        }

        isNew = index == tags.Length || order != 0;
        return index;
    }

    private static void Validate(string key, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (value is null)
        {
            throw new ArgumentException($"Tag '{key}' has no value; leave the tag out instead.", nameof(value));
        }

        if (key.Length > MaxKeyLength)
        {
            throw new ArgumentException($"The tag key '{key[..32]}…' has {key.Length} characters; the most is {MaxKeyLength}.", nameof(key));
        }

        if (value.Length > MaxValueLength)
        {
            throw new ArgumentException($"The value of tag '{key}' has {value.Length} characters; the most is {MaxValueLength}.", nameof(value));
        }
    }
}
