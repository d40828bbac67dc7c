using System.Text;
using CsCheck;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Tests.Caching.Storage.Conformance;

public abstract partial class SemanticCacheStoreConformance
{
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(Gen.Const(Array.Empty<byte>()), Gen.Byte.Array[1, 3_000], Gen.Byte.Array[9_000, 20_000]);

    private static readonly Gen<string> Tenants = OneOf("acme", "Müller & Söhne", "株式会社", "🚀", "a\\\"b", "'; DROP TABLE cache_entry; --", "back\\slash", new string('x', 5_000));

    private static readonly Gen<DateTimeOffset> Moments = Gen.OneOf(
        Gen.Long[CacheEntries.Noon.Ticks - 100, CacheEntries.Noon.Ticks + 100].Select(static ticks => new DateTimeOffset(ticks, TimeSpan.Zero)),
        OneOf(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CacheEntries.Noon));

    private static readonly Gen<StoredCacheEntry> Entries = Gen.Select(
        Gen.Guid,
        Tenants,
        Moments,
        Moments,
        Bytes,
        Bytes,
        static (id, tenant, created, expires, vector, body) => new StoredCacheEntry(
            id,
            CacheEntries.PartitionOf(tenant),
            $$"""{"team":"\u0000 \ud83d","tenant":"{{tenant.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""",
            created,
            expires,
            vector,
            body));

    [Fact]
    public async Task What_is_saved_is_loaded_to_the_last_byte_the_oldest_first_and_without_what_has_expired() => await Entries.Array[0, 40].SampleAsync(
        async entries =>
        {
            DateTimeOffset now = CacheEntries.Noon;
            ISemanticCacheStore store = Open();
            List<StoredCacheEntry> before = await LoadAsync(store, now);

            await store.SaveAsync(entries, Cancelled);

            List<StoredCacheEntry> loaded = await LoadAsync(now);
            Same([.. before, .. entries.Where(entry => entry.Expires > now)], loaded);
            Assert.Equal(loaded.Select(static entry => entry.Created).Order(), loaded.Select(static entry => entry.Created));
        },
        seed: "0000kAcHe001",
        iter: 20,
        threads: 1);

    [Fact]
    public async Task Nothing_is_there_at_first_and_nothing_can_be_saved_and_removed()
    {
        await SaveAsync();
        await Open().RemoveAsync([], Cancelled);

        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task An_id_that_is_there_already_is_left_as_it_is()
    {
        StoredCacheEntry first = CacheEntries.Make(1);
        StoredCacheEntry second = CacheEntries.Make(2);
        await SaveAsync(first);

        await SaveAsync(second, CacheEntries.Make(3) with { Id = first.Id }, CacheEntries.Make(4) with { Id = second.Id });

        Same([first, second], await LoadAsync());
    }

    [Fact]
    public async Task An_entry_is_loaded_until_the_very_moment_at_which_it_expires()
    {
        StoredCacheEntry entry = CacheEntries.Make(expires: CacheEntries.Noon.AddHours(1).AddTicks(7));
        await SaveAsync(entry);

        Same([entry], await LoadAsync(entry.Expires.AddTicks(-1)));
        Assert.Empty(await LoadAsync(entry.Expires));
    }

    [Fact]
    public async Task Times_are_moments_whatever_their_offset()
    {
        StoredCacheEntry entry = CacheEntries.Make();
        await SaveAsync(entry with { Created = entry.Created.ToOffset(TimeSpan.FromHours(5)), Expires = entry.Expires.ToOffset(TimeSpan.FromHours(-3)) });

        Same([entry], await LoadAsync());
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_the_rest_is_there()
    {
        StoredCacheEntry[] entries = CacheEntries.MakeMany(1_200);
        await SaveAsync(entries);

        await Open().RemoveAsync([Guid.NewGuid(), .. entries.Take(1_199).Select(static entry => entry.Id)], Cancelled);
        await Open().RemoveAsync([entries[0].Id, entries[0].Id], Cancelled);

        Same(entries[1_199..], await LoadAsync());
    }

    [Fact]
    public async Task A_body_of_many_megabytes_is_kept()
    {
        StoredCacheEntry[] entries = [CacheEntries.Make(1), CacheEntries.Make(2, bytes: 20_000_000), CacheEntries.Make(3, bytes: 6_000_000), CacheEntries.Make(4)];
        await SaveAsync(entries);

        Same(entries, await LoadAsync());
    }

    [Fact]
    public async Task Words_are_stored_as_they_are_and_nothing_of_them_is_run()
    {
        StoredCacheEntry entry = CacheEntries.Make() with { Body = Encoding.UTF8.GetBytes("'); DROP TABLE cache_entry; -- \0 Ä 🚀 \ud800") };
        await SaveAsync(entry);

        Same([entry], await LoadAsync());
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
