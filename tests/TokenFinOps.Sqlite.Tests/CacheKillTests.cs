using TokenFinOps.Caching.Storage;
using TokenFinOps.LedgerWriter;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.Sqlite.Tests;

/// <summary>A process that saves entries of a cache is killed, as by the kernel or by a lost container, again and again.</summary>
public sealed class CacheKillTests
{
    private const int Rounds = 12;

    [Fact]
    public async Task A_killed_process_loses_no_entry_that_was_saved_and_leaves_none_in_part()
    {
        using var file = new TempLedger();
        var random = new Random(20261130);
        for (int round = 0; round < Rounds; round++)
        {
            // Some are killed while the file is opened.
            int saved = await SaverProcess.KillAfterAsync(
                round % 4 == 0 ? 0 : random.Next(1, 2_000), typeof(CacheSaver).Assembly.Location, CacheSaver.Name, "sqlite", file.ConnectionString, $"{round}");

            using var store = new SqliteSemanticCacheStore(file.ConnectionString);
            Dictionary<Guid, StoredCacheEntry> loaded = [];
            await foreach (StoredCacheEntry entry in store.LoadAsync(CacheEntries.Noon, TestContext.Current.CancellationToken))
            {
                loaded.Add(entry.Id, entry);
            }

            for (int number = 0; number < saved; number++)
            {
                StoredCacheEntry expected = CacheSaver.Make(round, number);
                Assert.Equal(CacheEntries.Describe(expected), CacheEntries.Describe(loaded[expected.Id]));
            }
        }
    }
}
