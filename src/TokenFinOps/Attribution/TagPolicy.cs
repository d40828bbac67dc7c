using System.Collections.Immutable;

namespace TokenFinOps.Attribution;

/// <summary>Which tags a call must carry, which values they may have, which are hashed, and what happens otherwise.</summary>
/// <remarks>Set it up once, before the first call. Reading it is thread-safe.</remarks>
public sealed class TagPolicy
{
    private readonly SortedSet<string> _required = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, HashSet<string>> _allowed = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _hashed = new(StringComparer.OrdinalIgnoreCase);
    private TagHasher? _hasher;

    /// <summary>Gets or sets what happens to a call that breaks the policy. The default is <see cref="TagPolicyAction.AllowAndMark"/>.</summary>
    public TagPolicyAction OnViolation { get; set; }

    /// <summary>Gets the keys that every call must carry.</summary>
    public IReadOnlyCollection<string> RequiredKeys => _required;

    /// <summary>Gets the keys whose values are hashed before they are kept.</summary>
    public IReadOnlyCollection<string> HashedKeys => _hashed;

    /// <summary>Gets a value indicating whether the policy asks for anything.</summary>
    internal bool IsEmpty => _required.Count == 0 && _allowed.Count == 0 && _hasher is null;

    /// <summary>Requires keys.</summary>
    /// <param name="keys">The keys that every call must carry, e.g. <c>team</c>.</param>
    /// <returns>This policy.</returns>
    /// <exception cref="ArgumentException">A key is empty.</exception>
    public TagPolicy Require(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(key);
            _required.Add(key);
        }

        return this;
    }

    /// <summary>Restricts the values of a key. A call without the key is not affected; see <see cref="Require"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The values it may have, compared exactly.</param>
    /// <returns>This policy.</returns>
    /// <exception cref="ArgumentException">The key is empty or there are no values.</exception>
    public TagPolicy Allow(string key, params ReadOnlySpan<string> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (values.IsEmpty)
        {
            throw new ArgumentException($"Name at least one value that '{key}' may have.", nameof(values));
        }

        _allowed[key] = [.. values];
        return this;
    }

    /// <summary>Keeps a keyed hash of the values of some keys instead of the values, so that a ledger can tell customers apart without naming them.</summary>
    /// <param name="secret">The key of the HMAC-SHA256, at least 16 bytes. The same secret gives the same hash, today and next year.</param>
    /// <param name="keys">The keys to hash.</param>
    /// <returns>This policy.</returns>
    /// <exception cref="ArgumentException">The secret is too short or no key is named.</exception>
    public TagPolicy Hash(ReadOnlySpan<byte> secret, params ReadOnlySpan<string> keys)
    {
        if (keys.IsEmpty)
        {
            throw new ArgumentException("Name at least one tag to hash.", nameof(keys));
        }

        _hasher = new TagHasher(secret);
        foreach (string key in keys)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(key);
            _hashed.Add(key);
        }

        return this;
    }

    /// <summary>Finds what is wrong with a call's tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>One sentence for each breach; empty when there is none. No tag value of a hashed key is quoted.</returns>
    public ImmutableArray<string> Check(TagSet tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ImmutableArray<string>.Builder breaches = ImmutableArray.CreateBuilder<string>();
        foreach (string key in _required)
        {
            if (!tags.TryGetValue(key, out string? value) || string.IsNullOrWhiteSpace(value))
            {
                breaches.Add($"Tag '{key}' is required; add it with FinOps.Attribute((\"{key}\", …)) around the call or through an IAttributionEnricher.");
            }
        }

        foreach ((string key, HashSet<string> values) in _allowed)
        {
            if (tags.TryGetValue(key, out string? value) && !values.Contains(value))
            {
                string quoted = _hashed.Contains(key) ? "its value" : $"'{value}'";
                breaches.Add($"Tag '{key}' may not be {quoted}; allowed are {string.Join(", ", values.Order(StringComparer.Ordinal).Take(20))}.");
            }
        }

        return breaches.ToImmutable();
    }

    /// <summary>Gets a value as it is kept, for rules that name it as the application gives it.</summary>
    internal string Protect(string key, string value) =>
        _hasher is null || !_hashed.Contains(key) || value.StartsWith(TagHasher.Prefix, StringComparison.Ordinal) ? value : _hasher.Hash(key, value);

    internal TagSet Protect(TagSet tags)
    {
        if (_hasher is null)
        {
            return tags;
        }

        TagSet safe = tags;
        foreach ((string key, string value) in tags)
        {
            if (_hashed.Contains(key))
            {
                safe = safe.With((key, _hasher.Hash(key, value)));
            }
        }

        return safe;
    }
}
