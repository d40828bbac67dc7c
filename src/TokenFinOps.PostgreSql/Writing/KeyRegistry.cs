using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Writing;

/// <summary>Finds the key of an entry, and remembers which keys the database has.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class KeyRegistry
{
    // Keys are small, but tags may have endless values.
    private const int Most = 100_000;

    private readonly Dictionary<RollupKey, StoredKey> _byValues = new(RollupKeyComparer.Instance);
    private readonly Dictionary<RollupKey, StoredKey>.AlternateLookup<LedgerEntry> _byEntry;
    private readonly Dictionary<Guid, StoredKey> _byId = [];
    private readonly ByteWriter _writer = new();

    public KeyRegistry() => _byEntry = _byValues.GetAlternateLookup<LedgerEntry>();

    public StoredKey Of(LedgerEntry entry)
    {
        if (_byEntry.TryGetValue(entry, out StoredKey? known) && AreSpeltAlike(known.Values.Tags, entry.Tags))
        {
            return known;
        }

        var values = new RollupKey(entry);
        _writer.Clear();
        RollupKeyCodec.Write(values, _writer);
        var key = new StoredKey(values, _writer.Written.ToArray());
        if (_byId.TryGetValue(key.Id, out StoredKey? same))
        {
            return same;
        }

        _byId.Add(key.Id, key);
        if (known is null)
        {
            _byValues.Add(values, key);
        }

        return key;
    }

    /// <summary>Forgets keys when there are many. Those in use stay valid.</summary>
    public void Trim()
    {
        if (_byId.Count > Most)
        {
            Forget();
        }
    }

    public void Forget()
    {
        _byValues.Clear();
        _byId.Clear();
    }

    // Two sets are equal if their keys differ in case only; each comes back as it was spelt.
    private static bool AreSpeltAlike(TagSet left, TagSet right) =>
        ReferenceEquals(left, right) || left.Keys.SequenceEqual(right.Keys, StringComparer.Ordinal);
}
