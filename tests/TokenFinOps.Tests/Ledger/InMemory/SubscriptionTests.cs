using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Observers_are_told_of_new_entries_until_they_leave()
    {
        var ledger = new InMemoryCostLedger();
        var seen = new List<LedgerEntry>();
        IDisposable subscription = ledger.Subscribe(seen.Add);
        LedgerEntry first = EntryBuilder.Attempt();

        await ledger.AppendAllAsync(first, first);
        subscription.Dispose();
        subscription.Dispose();
        await ledger.AppendAllAsync(EntryBuilder.Attempt());

        Assert.Same(first, Assert.Single(seen));
    }

    [Fact]
    public async Task An_observer_finds_the_entry_in_the_ledger_and_may_append()
    {
        var ledger = new InMemoryCostLedger();
        long found = 0;
        Task nested = Task.CompletedTask;
        ledger.Subscribe(entry =>
        {
            if (entry.Kind == LedgerEntryKind.Attempt)
            {
                found = ledger.Statistics.Entries;
                nested = ledger.AppendAsync(entry with { Id = Guid.NewGuid(), Kind = LedgerEntryKind.Correction }).AsTask();
            }
        });

        await ledger.AppendAllAsync(EntryBuilder.Attempt());
        await nested;

        Assert.Equal(1, found);
        Assert.Equal(2, ledger.Statistics.Entries);
    }

    [Fact]
    public async Task A_failing_observer_is_logged_and_counted_and_breaks_nothing()
    {
        var log = new LastLog();
        var ledger = new InMemoryCostLedger(logger: log);
        int told = 0;
        ledger.Subscribe(static _ => throw new InvalidOperationException("observer"));
        ledger.Subscribe(_ => told++);
        LedgerEntry entry = EntryBuilder.Attempt(1m);

        await ledger.AppendAllAsync(entry);

        Assert.Equal(1, told);
        Assert.Equal(1, ledger.Statistics.ObserverFaults);
        Assert.Equal(1m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD").EffectiveCost);
        Assert.Contains(entry.Id.ToString(), log.Message, StringComparison.Ordinal);
        Assert.Equal("observer", log.Fault?.Message);
    }

    private sealed class LastLog : ILogger<InMemoryCostLedger>
    {
        public string? Message { get; private set; }

        public Exception? Fault { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Message = formatter(state, exception);
            Fault = exception;
        }
    }
}
