using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Tests.Caching.Storage.Conformance;

public abstract partial class SemanticCacheStoreConformance
{
    private const int Writers = 8;

    [Fact]
    public async Task Thousands_are_saved_at_once_and_are_there_for_whoever_opens_the_store_later()
    {
        StoredCacheEntry[] entries = CacheEntries.MakeMany(6_000);
        new Random(1).Shuffle(entries);

        await SaveAsync(entries);

        List<StoredCacheEntry> loaded = await LoadAsync();
        Same(entries, loaded);
        Assert.Equal(loaded.OrderBy(static entry => entry.Created).Select(static entry => entry.Id), loaded.Select(static entry => entry.Id));
    }

    [Fact]
    public async Task Many_that_save_and_remove_the_same_entries_at_once_all_succeed()
    {
        StoredCacheEntry[] entries = CacheEntries.MakeMany(1_000);
        Guid[] removed = [.. entries.Take(400).Select(static entry => entry.Id)];
        ISemanticCacheStore[] stores = [.. Enumerable.Range(0, Writers).Select(_ => Open())];

        await Task.WhenAll(stores.Select((store, seed) => Task.Run(() => SaveAllAsync(store, entries, seed))));
        await Task.WhenAll(stores.Select((store, seed) => Task.Run(async () =>
        {
            await store.RemoveAsync(Shuffled(removed, seed), Cancelled);
            await store.SaveAsync(Shuffled(entries, seed)[..100].Where(entry => !removed.Contains(entry.Id)).ToArray(), Cancelled);
        })));

        Same(entries[400..], await LoadAsync());
    }

    [Fact]
    public async Task Many_that_open_a_new_store_at_once_share_it()
    {
        StoredCacheEntry[] entries = CacheEntries.MakeMany(Writers);

        await Task.WhenAll(entries.Select(entry => Task.Run(() => SaveAsync(entry))));

        Same(entries, await LoadAsync());
    }

    [Fact]
    public async Task A_load_that_is_given_up_hinders_nobody()
    {
        StoredCacheEntry[] entries = CacheEntries.MakeMany(3_000);
        ISemanticCacheStore store = Open();
        await store.SaveAsync(entries, Cancelled);
        await foreach (StoredCacheEntry entry in store.LoadAsync(CacheEntries.Noon, Cancelled))
        {
            Assert.Equal(entries[0].Id, entry.Id);
            break;
        }

        await store.RemoveAsync([entries[0].Id], Cancelled);

        Same(entries[1..], await LoadAsync(store));
    }

    [Fact]
    public async Task What_is_saved_and_removed_during_a_load_disturbs_it_not()
    {
        StoredCacheEntry[] entries = CacheEntries.MakeMany(3_000);
        ISemanticCacheStore store = Open();
        await store.SaveAsync(entries, Cancelled);
        List<StoredCacheEntry> loaded = [];
        await foreach (StoredCacheEntry entry in store.LoadAsync(CacheEntries.Noon, Cancelled))
        {
            loaded.Add(entry);
            if (loaded.Count % 500 == 1)
            {
                await Open().SaveAsync([CacheEntries.Make(-loaded.Count)], Cancelled);
                await store.RemoveAsync([entries[loaded.Count - 1].Id], Cancelled);
            }
        }

        Same(entries, loaded);
    }

    [Fact]
    public async Task What_has_expired_is_taken_out_in_parts_when_others_are_saved()
    {
        var time = new FakeTimeProvider(CacheEntries.Noon);
        ISemanticCacheStore store = Open(time);
        await store.SaveAsync([.. Enumerable.Range(0, 1_500).Select(static number => CacheEntries.Make(number, CacheEntries.Noon.AddMinutes(1)))], Cancelled);
        time.Advance(TimeSpan.FromHours(2));

        await store.SaveAsync([CacheEntries.Make()], Cancelled);
        long afterOne = await CountRowsAsync();
        for (int i = 0; i < 5; i++)
        {
            await store.SaveAsync([CacheEntries.Make()], Cancelled);
        }

        Assert.InRange(afterOne, 501, 1_500);
        Assert.Equal(6, await CountRowsAsync());
        Assert.Equal(6, (await LoadAsync(time.GetUtcNow())).Count);
    }

    [Fact]
    public async Task What_is_cancelled_stops()
    {
        await SaveAsync(CacheEntries.Make());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().SaveAsync([CacheEntries.Make()], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().RemoveAsync([Guid.NewGuid()], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Open().LoadAsync(CacheEntries.Noon, cancelled.Token).GetAsyncEnumerator(cancelled.Token).MoveNextAsync());
        Assert.Single(await LoadAsync());
    }

    private static async Task SaveAllAsync(ISemanticCacheStore store, StoredCacheEntry[] entries, int seed)
    {
        foreach (StoredCacheEntry[] part in Shuffled(entries, seed).Chunk(50))
        {
            await store.SaveAsync(part, Cancelled);
        }
    }

    private static T[] Shuffled<T>(T[] values, int seed)
    {
        T[] shuffled = [.. values];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
