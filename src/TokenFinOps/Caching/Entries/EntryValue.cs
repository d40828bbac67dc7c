namespace TokenFinOps.Caching.Entries;

/// <summary>What an entry is worth keeping for: what it saves with every hit, for every byte.</summary>
internal static class EntryValue
{
    // An answer without a price is still worth the time that it took to write.
    private const double PerCharacter = 1e-9;

    public static double Of(CacheEntry entry) =>
        (entry.Hits + 1) * ((double)(entry.Cost?.Effective ?? 0) + (PerCharacter * entry.Answer.Text.Length)) / entry.Bytes;
}
