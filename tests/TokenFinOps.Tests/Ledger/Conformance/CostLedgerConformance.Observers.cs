using System.Threading.Channels;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Conformance;

public abstract partial class CostLedgerConformance
{
    // A store may tell its observers a little later; one that never does is not waited for longer than this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task An_observer_is_told_of_every_new_entry_once_until_it_leaves() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 5).Select(static _ => EntryBuilder.Attempt(1m))];
        var told = Channel.CreateUnbounded<Guid>();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.AskAsync(LedgerQuery.All);

        using (ledger.Subscribe(entry => told.Writer.TryWrite(entry.Id)))
        {
            await ledger.AppendAllAsync(entries[0], entries[0], entries[1], entries[0], entries[2]);
            await ledger.AppendAllAsync(entries);
            Assert.Equal(entries.Select(static entry => entry.Id), await NextAsync(told, entries.Length));
        }

        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.AskAsync(LedgerQuery.All);
        Assert.False(told.Reader.TryRead(out _));
    });

    [Fact]
    public Task Writers_that_replay_the_same_entries_tell_of_each_once() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 100).Select(static _ => EntryBuilder.Attempt(1m))];
        LedgerEntry last = EntryBuilder.Attempt(1m);
        var told = Channel.CreateUnbounded<Guid>();
        using IDisposable subscription = ledger.Subscribe(entry => told.Writer.TryWrite(entry.Id));

        await WriteAtOnceAsync(ledger, [entries, entries, [.. entries.Reverse()], [.. entries.Reverse()]]);
        await ledger.AppendAllAsync(last);

        Assert.Equal(
            entries.Append(last).Select(static entry => entry.Id).Order(), (await NextAsync(told, entries.Length + 1)).Order());
    });

    [Fact]
    public Task A_failing_observer_breaks_nothing() => WithLedgerAsync(async ledger =>
    {
        var told = Channel.CreateUnbounded<Guid>();
        using IDisposable failing = ledger.Subscribe(static _ => throw new InvalidOperationException("observer"));
        using IDisposable other = ledger.Subscribe(entry => told.Writer.TryWrite(entry.Id));
        LedgerEntry[] entries = [EntryBuilder.Attempt(1m), EntryBuilder.Attempt(1m)];

        await ledger.AppendAllAsync(entries);

        Assert.Equal(entries.Select(static entry => entry.Id), await NextAsync(told, 2));
        Assert.Equal((2, 2m), Counted((await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD")));
    });

    private static async Task<Guid[]> NextAsync(Channel<Guid> told, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        return await told.Reader.ReadAllAsync(patience.Token).Take(count).ToArrayAsync(patience.Token);
    }
}
