using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.Pricing;
using TokenFinOps.PostgreSql.Budgets;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.Tests.Budgets.Conformance;

namespace TokenFinOps.ServerTests;

public sealed class BudgetOutageTests : IAsyncDisposable
{
    private readonly ServerGate _gate;
    private readonly TestSchema _schema;

    public BudgetOutageTests()
    {
        TestServer.Require();
        _gate = new ServerGate();
        _schema = new TestSchema();
    }

    public async ValueTask DisposeAsync()
    {
        await _schema.DisposeAsync();
        await _gate.DisposeAsync();
    }

    [Fact]
    public async Task While_the_server_is_away_reservations_fail_and_settlements_are_kept_until_it_is_back()
    {
        await using SharedBudgetStore store = Open(TimeSpan.FromSeconds(2));
        await using var bench = new StoreBench(store, TimeProvider.System, Budget.ForApplication().InTotal(10m));
        Assert.Empty(await bench.StatusesAsync());
        BudgetReservation before = await bench.ReserveAsync(2m);
        BudgetReservation released = await bench.ReserveAsync(3m);

        await _gate.CloseAsync();
        BudgetUnavailableException away = await Assert.ThrowsAsync<BudgetUnavailableException>(() => bench.ReserveAsync(1m));
        await bench.SettleAsync(before, 1.5m);
        await bench.Store.ReleaseAsync(released);
        await Assert.ThrowsAsync<BudgetUnavailableException>(() => bench.StatusAsync());
        _gate.Open();

        Assert.Contains("check that the server runs", away.Message, StringComparison.Ordinal);
        BudgetStatus status = await UntilBackAsync(bench);
        while (status.Reserved != 0)
        {
            await Task.Yield();
            status = await bench.StatusAsync();
        }

        Assert.Equal((1.5m, 0m), (status.Spent, status.Reserved));
        Assert.True(await bench.FitsAsync(8.5m));
    }

    [Fact]
    public async Task A_call_that_was_let_through_while_the_server_was_away_is_charged_when_it_is_back()
    {
        await using SharedBudgetStore store = Open(TimeSpan.FromSeconds(2));
        await using var bench = new StoreBench(store, TimeProvider.System, Budget.ForApplication().InTotal(10m));
        Assert.Empty(await bench.StatusesAsync());
        await bench.SpendAsync(1m);
        await _gate.CloseAsync();
        (BudgetReservation letThrough, _) = await LetThroughAsync(bench, 4m);

        await bench.SettleAsync(letThrough, 3m);
        _gate.Open();

        BudgetStatus status = await UntilBackAsync(bench);
        while (status.Spent != 4m)
        {
            await Task.Yield();
            status = await bench.StatusAsync();
        }

        Assert.Equal((4m, 0m), (status.Spent, status.Reserved));
    }

    // A line that breaks may have carried the work and lost the answer.
    [Fact]
    public async Task However_often_the_line_breaks_every_settlement_counts_once_and_nothing_stays_reserved()
    {
        await using SharedBudgetStore store = Open(TimeSpan.FromSeconds(60));
        await using var bench = new StoreBench(store, TimeProvider.System, Budget.ForApplication().InTotal(1_000_000m), Budget.ForEach("caller").InTotal(1_000_000m));
        using var done = new CancellationTokenSource();
        Task<ExactSum>[] callers = [.. Enumerable.Range(0, 16).Select(caller => Task.Run(() => SpendAsync(bench, caller, done.Token)))];
        for (int i = 0; i < 25; i++)
        {
            await bench.SpendAsync(0m, ("caller", "breaker"));
            await _gate.CloseAsync();
            _gate.Open();
        }

        await done.CancelAsync();
        var sum = default(ExactSum);
        foreach (ExactSum part in await Task.WhenAll(callers))
        {
            sum.Add(part);
        }

        Assert.All(await bench.StatusesAsync(), static status => Assert.Equal(0m, status.Reserved));
        Assert.Equal(sum.ToDecimal(), (await bench.StatusAsync("application")).Spent);
        Assert.Equal(sum.ToDecimal(), (await bench.StatusesAsync("each caller")).Sum(static status => status.Spent));
        Assert.True(sum.Sign > 0);
    }

    private static async Task<ExactSum> SpendAsync(StoreBench bench, int caller, CancellationToken done)
    {
        var random = new Random(caller);
        var sum = default(ExactSum);
        while (!done.IsCancellationRequested)
        {
            BudgetReservation reservation = await bench.ReserveAsync(1m, ("caller", $"{caller}"));
            decimal cost = random.Next(1, 1_000_000) / 1_000_000m;
            await bench.SettleAsync(reservation, cost);
            sum.Add(cost);
        }

        return sum;
    }

    private static async Task<(BudgetReservation, BudgetUnavailableException)> LetThroughAsync(StoreBench bench, decimal amount)
    {
        var recording = new ReservationRecorder(bench.Store);
        await using var through = new StoreBench(recording, bench.Time, Budget.ForApplication().InTotal(10m));
        BudgetUnavailableException away = await Assert.ThrowsAsync<BudgetUnavailableException>(() => through.ReserveAsync(amount));
        return (recording.Last!, away);
    }

    private static async Task<BudgetStatus> UntilBackAsync(StoreBench bench)
    {
        while (true)
        {
            try
            {
                return await bench.StatusAsync();
            }
            catch (BudgetUnavailableException)
            {
                await Task.Yield();
            }
        }
    }

    private SharedBudgetStore Open(TimeSpan timeout) =>
        new(new PostgreSqlBudgetBackend(LedgerDataSource.Of(_gate.ConnectionString), _schema.Name, ownsSource: true), timeout, TimeProvider.System, NullLogger.Instance);

    /// <summary>Remembers the reservation that a store could not make, as a gate does that lets the call through.</summary>
    private sealed class ReservationRecorder(IBudgetStore inner) : IBudgetStore
    {
        public BudgetReservation? Last { get; private set; }

        public ValueTask<ReserveResult> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken)
        {
            Last = reservation;
            return inner.ReserveAsync(reservation, cancellationToken);
        }

        public ValueTask SettleAsync(BudgetReservation reservation, BudgetFigures figures) => inner.SettleAsync(reservation, figures);

        public ValueTask ReleaseAsync(BudgetReservation reservation) => inner.ReleaseAsync(reservation);

        public ValueTask<IReadOnlyList<BudgetAccount>> ReadAsync(BudgetRule rule, CancellationToken cancellationToken) => inner.ReadAsync(rule, cancellationToken);
    }
}
