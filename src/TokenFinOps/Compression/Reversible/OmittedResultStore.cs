using TokenFinOps.Attribution;

namespace TokenFinOps.Compression.Reversible;

/// <summary>Keeps the results that were left out of prompts, the newest ones up to a number of bytes. Thread-safe.</summary>
/// <remarks>What was left out of a call with some tags can be read by calls with the same tags only.</remarks>
internal sealed class OmittedResultStore(long capacity)
{
    private readonly BoundedCache<Key, string> _results = new(capacity);

    public void Keep(TagSet tags, string handle, string wire) => _results.Set(new Key(tags, handle), wire, (sizeof(char) * (long)wire.Length) + 100);

    public string? Find(TagSet tags, string handle) => _results.TryGet(new Key(tags, handle), out string? wire) ? wire : null;

    private readonly record struct Key(TagSet Tags, string Handle);
}
