namespace TokenFinOps.Caching.Storage;

/// <summary>An entry of the semantic cache as a store keeps it.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Partition">The key of everything that must be equal for the answer to be shared: 64 hexadecimal digits.</param>
/// <param name="Owner">The tags that are part of the partition, as JSON with sorted keys, e.g. <c>{"tenant":"acme"}</c>: for people who look after the store.</param>
/// <param name="Created">When the answer was made, in UTC.</param>
/// <param name="Expires">When it may be served no longer, in UTC.</param>
/// <param name="Vector">The question's vector: 32-bit floating-point numbers, little-endian. Empty for an entry that is found word for word only.</param>
/// <param name="Body">Question, answer and all else, in a form of the cache's own.</param>
public sealed record StoredCacheEntry(
    Guid Id, string Partition, string Owner, DateTimeOffset Created, DateTimeOffset Expires, ReadOnlyMemory<byte> Vector, ReadOnlyMemory<byte> Body);
