using System.Threading.Channels;
using TokenFinOps.Budgets;

namespace TokenFinOps.Tests.Fakes;

/// <summary>Keeps the events of budgets for a test to wait for.</summary>
internal sealed class TestBudgetObserver : IBudgetObserver
{
    private readonly Channel<BudgetEvent> _events = Channel.CreateUnbounded<BudgetEvent>();

    public async Task<BudgetEvent> NextAsync() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool IsEmpty => _events.Reader.Count == 0;

    public ValueTask OnEventAsync(BudgetEvent budgetEvent, CancellationToken cancellationToken) => _events.Writer.WriteAsync(budgetEvent, cancellationToken);
}
