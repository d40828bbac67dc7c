using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.Budgets;

/// <summary>Hands events to those who want to know, in order and in the background. Thread-safe.</summary>
internal sealed partial class BudgetEventPump : IAsyncDisposable
{
    private const int Capacity = 1_024;

    private readonly ImmutableArray<IBudgetObserver> _observers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<BudgetEvent> _events = Channel.CreateBounded<BudgetEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Task _pump;

    public BudgetEventPump(IEnumerable<IBudgetObserver> observers, ILogger logger)
    {
        _observers = [.. observers];
        _logger = logger;
        _pump = _observers.IsEmpty ? Task.CompletedTask : Task.Run(PumpAsync);
    }

    public void Publish(BudgetEvent budgetEvent)
    {
        if (!_observers.IsEmpty && !_events.Writer.TryWrite(budgetEvent))
        {
            LogDropped(budgetEvent.Kind, budgetEvent.Status.Budget);
        }
    }

    /// <summary>Hands out what is waiting, for a few seconds at most.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_events.Writer.TryComplete())
        {
            return;
        }

        _stop.CancelAfter(TimeSpan.FromSeconds(5));
        await _pump.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task PumpAsync()
    {
        await foreach (BudgetEvent budgetEvent in _events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            foreach (IBudgetObserver observer in _observers)
            {
                await HandAsync(observer, budgetEvent).ConfigureAwait(false);
            }
        }
    }

    private async Task HandAsync(IBudgetObserver observer, BudgetEvent budgetEvent)
    {
        try
        {
            await observer.OnEventAsync(budgetEvent, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogObserverFailed(exception, observer.GetType(), budgetEvent.Kind, budgetEvent.Status.Budget);
        }
    }

    [LoggerMessage(LogLevel.Error, "The observer {Observer} failed on the event {Kind} of the budget '{Budget}'.")]
    private partial void LogObserverFailed(Exception exception, Type observer, BudgetEventKind kind, string budget);

    [LoggerMessage(LogLevel.Error, "The event {Kind} of the budget '{Budget}' reaches nobody: too many are waiting.")]
    private partial void LogDropped(BudgetEventKind kind, string budget);
}
