using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Reporting.Chargeback;

namespace TokenFinOps.Tests.Reporting.Closing;

/// <summary>Books that can be closed, on the 5th of May 2026.</summary>
internal sealed class ClosingBooks(IClosedPeriodStore? store = null)
{
    public Books Books { get; } = new();

    public IClosedPeriodStore Store { get; } = store ?? new InMemoryClosedPeriodStore();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 5, 8, 0, 0, TimeSpan.Zero));

    public Func<BillingPeriod, ChargebackPlan> Plan { get; set; } = static _ => Books.ByTeam;

    public PeriodClose Closing => new(Books.Ledger, Store, Plan, Clock);

    public Task<ClosedPeriod> CloseAsync(int month) => Closing.CloseAsync(Books.Month(month), TestContext.Current.CancellationToken);

    public async Task<PeriodCloseException> RefusedAsync(int month) => await Assert.ThrowsAsync<PeriodCloseException>(() => CloseAsync(month));

    public async Task<IReadOnlyList<ClosedPeriod>> ClosedAsync() => await Store.ListAsync(TestContext.Current.CancellationToken);

    /// <summary>Gets what was posted for a month in all closings together: its charges and the adjustments of it.</summary>
    public async Task<decimal> PostedForAsync(int month)
    {
        IReadOnlyList<ClosedPeriod> closed = await ClosedAsync();
        string name = Books.Month(month).Name;
        return closed.Where(each => each.Period.Name == name).Sum(static each => each.Run.Controls.Charges)
            + closed.SelectMany(static each => each.Run.Statements.SelectMany(static statement => statement.Adjustments).Concat(each.Run.Unallocated.Adjustments))
                .Where(line => line.Period == name).Sum(static line => line.Amount);
    }
}
