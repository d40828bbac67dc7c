using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Tests.Ledger.Storage;

public sealed class GroupCommitWriterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Of_appends_that_are_cancelled_while_they_begin_to_wait_for_room_exactly_those_are_written_that_were_not_refused()
    {
        for (int round = 0; round < 500; round++)
        {
            var store = new GatedStore();
            await using GroupCommitWriter writer = await WithoutRoomAsync(store);

            List<(Guid Id, Task Append)> appends = AppendUntilCancelled(writer);
            store.Open();
            await Task.WhenAll(appends.Select(static append => append.Append)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await writer.FlushAsync(TestContext.Current.CancellationToken);

            IEnumerable<Guid> accepted = appends.Where(static append => append.Append.IsCompletedSuccessfully).Select(static append => append.Id);
            Assert.Equal(accepted.Order(), store.Written.Skip(2).Order());
            Assert.Equal((store.Written.Count, appends.Count + 2 - store.Written.Count, 0), (writer.Health.Written, writer.Health.Refused, writer.Health.Pending));
        }
    }

    [Fact]
    public async Task Those_who_wait_for_room_when_a_write_fails_are_refused_and_the_others_are_written_once()
    {
        var store = new GatedStore();
        await using GroupCommitWriter writer = await WithoutRoomAsync(store);
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => writer.AppendAsync(EntryBuilder.Attempt(), CancellationToken.None).AsTask())];

        store.Fail();

        foreach (Task append in waiting)
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => append);
        }

        await UntilWrittenAsync(writer);
        Assert.Equal((2, 3), (writer.Health.Written, writer.Health.Refused));
        Assert.Equal(2, store.Written.Distinct().Count());
        Assert.Equal(2, store.Written.Count);
    }

    // The clock is turned until the writer has tried again.
    private async Task UntilWrittenAsync(GroupCommitWriter writer)
    {
        while (writer.Health.Pending > 0)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }
    }

    // One entry is being written and one fills the queue.
    private async Task<GroupCommitWriter> WithoutRoomAsync(GatedStore store)
    {
        var options = new TestOptions { MaxBatch = 1, MaxPending = 1, MaxDelay = TimeSpan.Zero };
        var writer = new GroupCommitWriter(store, options, _time, NullLogger.Instance);
        await writer.AppendAsync(EntryBuilder.Attempt(), TestContext.Current.CancellationToken);
        await store.IsWriting;
        await writer.AppendAsync(EntryBuilder.Attempt(), TestContext.Current.CancellationToken);
        return writer;
    }

    // Another core cancels in the midst of them: in some rounds just when one of them has seen that it has to wait and does not yet.
    private static List<(Guid Id, Task Append)> AppendUntilCancelled(GroupCommitWriter writer)
    {
        var source = new CancellationTokenSource();
        List<(Guid Id, Task Append)> appends = [];
        _ = Task.Run(source.Cancel, TestContext.Current.CancellationToken);
        while (!source.IsCancellationRequested && appends.Count < 1_000)
        {
            LedgerEntry entry = EntryBuilder.Attempt();
            appends.Add((entry.Id, writer.AppendAsync(entry, source.Token).AsTask()));
        }

        return appends;
    }

    private sealed class TestOptions : DurableLedgerOptions;

    /// <summary>Lets nothing be written until it is opened, or until a write has failed.</summary>
    private sealed class GatedStore : IEntryBatchStore
    {
        private volatile TaskCompletionSource _gate = new();
        private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Guid> Written { get; } = [];

        public Task IsWriting => _writing.Task;

        public void Open() => _gate.SetResult();

        public void Fail()
        {
            TaskCompletionSource failing = _gate;
            _gate = new TaskCompletionSource();
            Open();
            failing.SetException(new IOException("The disk is away."));
        }

        public async ValueTask WriteAsync(EntryBatch batch, CancellationToken cancellationToken)
        {
            _writing.TrySetResult();
            await _gate.Task.ConfigureAwait(false);
            for (int i = 0; i < batch.Count; i++)
            {
                Written.Add(batch[i].Id);
            }
        }

        public string Explain(Exception fault) => fault.Message;
    }
}
