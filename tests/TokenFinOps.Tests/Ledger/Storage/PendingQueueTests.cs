using System.Threading.Channels;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Tests.Ledger.Storage;

public sealed class PendingQueueTests
{
    private readonly PendingQueue _queue = new(capacity: 2);

    [Fact]
    public void There_is_room_for_so_many_and_each_that_was_taken_makes_some_once_it_is_freed()
    {
        Assert.True(_queue.TryAdd(An()));
        Assert.True(_queue.TryAdd(An()));
        Assert.False(_queue.TryAdd(An()));

        Assert.True(_queue.TryTake(out _));
        Assert.False(_queue.TryAdd(An()));
        _queue.Free(1);

        Assert.True(_queue.TryAdd(An()));
        Assert.False(_queue.TryAdd(An()));
    }

    [Fact]
    public async Task Entries_are_taken_in_their_order_those_that_had_to_wait_included()
    {
        PendingEntry[] entries = [An(), An(), An(), An()];
        Task[] adding = [.. entries.Select(entry => _queue.AddAsync(entry, TestContext.Current.CancellationToken).AsTask())];
        Assert.False(adding[2].IsCompleted);

        List<PendingEntry> taken = [Take()];
        await adding[2];
        taken.Add(Take());
        await adding[3];
        taken.Add(Take());
        taken.Add(Take());

        Assert.Equal<PendingEntry>(entries, taken);
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public async Task Room_is_for_those_who_wait_and_not_for_those_who_come_later()
    {
        Fill();
        Task adding = _queue.AddAsync(An(), TestContext.Current.CancellationToken).AsTask();

        Take();

        Assert.False(_queue.TryAdd(An()));
        await adding;
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_adds_nothing_and_takes_no_room()
    {
        using var source = new CancellationTokenSource();
        Fill();
        Task adding = _queue.AddAsync(An(), source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Equal(2, TakeAll());
        Fill();
    }

    [Fact]
    public async Task Who_comes_with_a_token_that_is_cancelled_adds_nothing_although_there_is_room()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _queue.AddAsync(An(), new CancellationToken(canceled: true)));

        Assert.True(_queue.IsEmpty);
        Fill();
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_while_room_is_made_either_adds_its_entry_or_leaves_the_room()
    {
        for (int round = 0; round < 500; round++)
        {
            using var source = new CancellationTokenSource();
            Fill();
            Task adding = _queue.AddAsync(An(), source.Token).AsTask();
            Task cancelling = source.CancelAsync();
            Take();
            await cancelling;
            await adding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

            Assert.Equal(adding.IsCompletedSuccessfully ? 2 : 1, TakeAll());
        }

        Fill();
        Assert.False(_queue.TryAdd(An()));
    }

    [Fact]
    public async Task When_it_closes_those_who_wait_are_sent_away_and_what_is_there_can_be_taken()
    {
        Fill();
        Task[] adding = [.. Enumerable.Range(0, 3).Select(_ => _queue.AddAsync(An(), CancellationToken.None).AsTask())];

        _queue.Close();

        foreach (Task refused in adding)
        {
            await Assert.ThrowsAsync<ChannelClosedException>(() => refused);
        }

        Assert.False(_queue.TryAdd(An()));
        Assert.True(await _queue.WaitAsync());
        Assert.Equal(2, TakeAll());
        Assert.False(await _queue.WaitAsync());
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await _queue.AddAsync(An(), CancellationToken.None));
    }

    private static PendingEntry An() => new(EntryBuilder.Attempt(), null);

    private void Fill()
    {
        Assert.True(_queue.TryAdd(An()));
        Assert.True(_queue.TryAdd(An()));
    }

    private PendingEntry Take()
    {
        Assert.True(_queue.TryTake(out PendingEntry pending));
        _queue.Free(1);
        return pending;
    }

    private int TakeAll()
    {
        int count = 0;
        for (; _queue.TryTake(out _); count++)
        {
            _queue.Free(1);
        }

        return count;
    }
}
