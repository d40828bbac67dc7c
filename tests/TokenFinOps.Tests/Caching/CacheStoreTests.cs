using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheStoreTests
{
    private readonly FakeStore _store = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", null));

    [Fact]
    public async Task After_a_restart_answers_are_there_word_for_word_and_by_meaning_with_all_that_they_had()
    {
        await using (AnsweringClient before = Start())
        {
            await before.AskAsync("How do I reset my password?");
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        await using AnsweringClient after = Start();
        await after.Cache.WhenLoadedAsync();
        ChatResponse exact = await after.AskAsync("How do I reset my password?");
        ChatResponse similar = await after.AskAsync("How do I reset the password?");

        Assert.Equal((0, true, false), (after.Calls, exact.GetCacheHit()!.IsExact, similar.GetCacheHit()!.IsExact));
        Assert.Equal(TimeSpan.FromMinutes(10), exact.GetCacheHit()!.Age);
        Assert.Equal("thought", exact.Messages[0].Contents.OfType<TextReasoningContent>().Single().Text);
        Assert.Equal("Handbook", Assert.IsType<CitationAnnotation>(exact.Messages[0].Contents.OfType<TextContent>().Single().Annotations!.Single()).Title);
        Assert.Null((await after.AskAsync("How do I reset my password?", "globex")).GetCacheHit());
    }

    [Fact]
    public async Task What_one_process_keeps_another_serves_and_what_it_drops_is_dropped()
    {
        await using AnsweringClient first = Start();
        await using AnsweringClient second = Start();
        await first.Cache.WhenLoadedAsync();
        await second.Cache.WhenLoadedAsync();
        CacheHit hit = await AskTwiceAsync(first);
        await UntilAsync(() => second.Cache.GetStatistics().Entries == 1);

        Assert.Equal((true, 0), ((await second.AskAsync("reset password")).GetCacheHit() is not null, second.Calls));
        Assert.True(first.Cache.Invalidate(hit.EntryId));
        await first.Cache.WhenIdleAsync();
        await UntilAsync(() => second.Cache.GetStatistics().Entries == 0);
        Assert.Null((await second.AskAsync("reset password")).GetCacheHit());
    }

    [Fact]
    public async Task What_is_counted_is_served_word_for_word_and_what_is_no_longer_counted_is_not_served()
    {
        await using AnsweringClient first = Start();
        await using AnsweringClient second = Start();
        await Task.WhenAll(first.Cache.WhenLoadedAsync(), second.Cache.WhenLoadedAsync());
        for (int round = 0; round < 200; round++)
        {
            await first.AskAsync("reset password");
            SpinUntil(() => second.Cache.GetStatistics().Entries == 1);
            CacheHit hit = (await second.AskAsync("reset password")).GetCacheHit()!;
            Assert.True(hit.IsExact);

            Assert.True(first.Cache.Invalidate(hit.EntryId));
            SpinUntil(() => second.Cache.GetStatistics().Entries == 0);
            await Assert.ThrowsAsync<CacheMissException>(() => second.AskAsync("reset password", control: CacheControl.CacheOnly));
        }
    }

    [Fact]
    public async Task What_has_no_room_in_one_process_stays_in_the_store()
    {
        await using AnsweringClient client = Start(new SemanticCacheOptions { MaxBytes = 20_000 });
        for (int i = 0; i < 50; i++)
        {
            await client.AskAsync($"question number {(char)('a' + (i % 26))}{i}");
        }

        await client.Cache.WhenIdleAsync();

        Assert.Equal(50, _store.Entries.Count);
        Assert.InRange(client.Cache.GetStatistics().Entries, 1, 20);
    }

    [Fact]
    public async Task A_store_that_fails_costs_hits_after_the_next_start_and_nothing_else()
    {
        _store.Fault = static () => throw new IOException("disk full");
        await using AnsweringClient client = Start();
        CacheHit hit = await AskTwiceAsync(client);
        await client.Cache.WhenIdleAsync();
        await client.Cache.WhenLoadedAsync();

        Assert.NotNull(hit);
        Assert.InRange(client.Cache.GetStatistics().StoreFailures, 2, 10);
        Assert.Empty(_store.Entries);
    }

    [Fact]
    public async Task Damaged_entries_and_those_of_another_embedder_are_left_out()
    {
        await using (AnsweringClient before = Start())
        {
            await before.AskAsync("reset password");
            await before.AskAsync("enterprise plan");
        }

        StoredCacheEntry[] stored = [.. _store.Entries.Values];
        byte[] body = stored[0].Body.ToArray();
        body.AsSpan(body.Length / 2).Fill(0xFF);
        _store.Entries[stored[0].Id] = stored[0] with { Body = body };
        await using AnsweringClient after = Start();
        await after.Cache.WhenLoadedAsync();
        Assert.Equal((1, 1), (after.Cache.GetStatistics().Entries, (int)after.Cache.GetStatistics().StoreFailures));

        var otherwise = new SemanticCache(null, new TestEmbedder(), _time, store: _store);
        await otherwise.WhenLoadedAsync();
        Assert.Equal(0, otherwise.GetStatistics().Entries);
    }

    [Fact]
    public async Task What_the_policy_learned_is_there_after_a_restart()
    {
        await using (AnsweringClient before = Start(new SemanticCacheOptions { Acceptance = new AuditedAcceptancePolicy(0.05) }))
        {
            await before.Cache.WhenLoadedAsync();
            Teach(before);
        }

        await using AnsweringClient after = Start(new SemanticCacheOptions { Acceptance = new AuditedAcceptancePolicy(0.05) });
        await after.Cache.WhenLoadedAsync();

        Assert.Equal(1, ((AuditedAcceptancePolicy)after.Cache.Policy).GetStatus().Total.Explored);
    }

    [Fact]
    public async Task What_the_policy_learned_is_kept_while_the_process_runs()
    {
        await using AnsweringClient client = Start(new SemanticCacheOptions { Acceptance = new AuditedAcceptancePolicy(0.05) });
        await client.Cache.WhenLoadedAsync();
        Teach(client);

        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMinutes(6));
            return !_store.States.IsEmpty;
        });
    }

    [Fact]
    public async Task What_could_not_be_read_is_not_overwritten_and_what_is_of_no_use_is()
    {
        _store.States[await KeyAsync()] = "of another version";
        await using (AnsweringClient client = Start(new SemanticCacheOptions { Acceptance = new AuditedAcceptancePolicy(0.05) }))
        {
            await client.Cache.WhenLoadedAsync();
            Assert.Equal(1, client.Cache.GetStatistics().StoreFailures);
            Teach(client);
        }

        string learned = Assert.Single(_store.States).Value;
        Assert.NotEqual("of another version", learned);

        _store.Fault = static () => throw new IOException("away");
        await using (AnsweringClient client = Start(new SemanticCacheOptions { Acceptance = new AuditedAcceptancePolicy(0.05) }))
        {
            await client.Cache.WhenLoadedAsync();
            _store.Fault = null;
        }

        Assert.Equal(learned, Assert.Single(_store.States).Value);
    }

    private static void Teach(AnsweringClient client) => client.Cache.Policy.Observe(new CacheObservation(new CacheCandidate("p", Guid.NewGuid(), 0.9f), true, ObservationSource.Explored));

    private async Task<string> KeyAsync()
    {
        await using (AnsweringClient client = Start(new SemanticCacheOptions { Acceptance = new AuditedAcceptancePolicy(0.05) }))
        {
            await client.Cache.WhenLoadedAsync();
            Teach(client);
        }

        return Assert.Single(_store.States).Key;
    }

    private AnsweringClient Start(SemanticCacheOptions? options = null) => new(_store, _time, options);

    private static async Task<CacheHit> AskTwiceAsync(AnsweringClient client)
    {
        await client.AskAsync("reset password");
        await client.Cache.WhenIdleAsync();
        return (await client.AskAsync("reset password")).GetCacheHit()!;
    }

    // Yielding would give the other process the time that it must not need.
    private static void SpinUntil(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class FakeStore : ISemanticCacheStore
    {
        private readonly ConcurrentBag<Channel<CacheStoreChange>> _watchers = [];

        public ConcurrentDictionary<Guid, StoredCacheEntry> Entries { get; } = [];

        public Action? Fault { get; set; }

        public async IAsyncEnumerable<StoredCacheEntry> LoadAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Fault?.Invoke();
            await Task.Yield();
            foreach (StoredCacheEntry entry in Entries.Values.Where(entry => entry.Expires > now))
            {
                yield return entry;
            }
        }

        public Task SaveAsync(IReadOnlyCollection<StoredCacheEntry> entries, CancellationToken cancellationToken = default)
        {
            Fault?.Invoke();
            foreach (StoredCacheEntry entry in entries.Where(entry => Entries.TryAdd(entry.Id, entry)))
            {
                Tell(new CacheStoreChange(entry.Id, entry));
            }

            return Task.CompletedTask;
        }

        public ConcurrentDictionary<string, string> States { get; } = [];

        public Task<string?> LoadStateAsync(string key, CancellationToken cancellationToken = default)
        {
            Fault?.Invoke();
            return Task.FromResult(States.GetValueOrDefault(key));
        }

        public Task SaveStateAsync(string key, string state, CancellationToken cancellationToken = default)
        {
            Fault?.Invoke();
            States[key] = state;
            return Task.CompletedTask;
        }

        public Task RemoveAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default)
        {
            Fault?.Invoke();
            foreach (Guid id in ids)
            {
                Entries.TryRemove(id, out _);
                Tell(new CacheStoreChange(id, null));
            }

            return Task.CompletedTask;
        }

        public IAsyncEnumerable<CacheStoreChange> WatchAsync(CancellationToken cancellationToken = default)
        {
            Fault?.Invoke();
            var changes = Channel.CreateUnbounded<CacheStoreChange>();
            _watchers.Add(changes);
            return changes.Reader.ReadAllAsync(cancellationToken);
        }

        private void Tell(CacheStoreChange change)
        {
            foreach (Channel<CacheStoreChange> watcher in _watchers)
            {
                watcher.Writer.TryWrite(change);
            }
        }
    }
}
