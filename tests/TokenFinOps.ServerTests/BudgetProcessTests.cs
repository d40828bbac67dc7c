using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.LedgerWriter;
using TokenFinOps.PostgreSql.Budgets;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.Tests.Budgets.Conformance;

namespace TokenFinOps.ServerTests;

/// <summary>Processes that spend from one budget, some of which are killed, and a server that is.</summary>
public sealed class BudgetProcessTests
{
    private const int Processes = 8;
    private const int Callers = 8;

    public BudgetProcessTests() => TestServer.Require();

    [Fact]
    public async Task Eight_processes_of_which_half_are_killed_never_overrun_a_budget_and_every_share_comes_back()
    {
        const decimal Limit = 0.8m;
        await using var schema = new TestSchema();
        await using var observer = new Observer(schema, Limit);
        SpenderProcess[] spenders = [.. Enumerable.Range(0, Processes).Select(process => new SpenderProcess(ArgumentsOf(schema, process, 100, Limit)))];
        using var done = new CancellationTokenSource();
        Task watching = Task.Run(() => observer.WatchAsync(Limit, done.Token), CancellationToken.None);

        await Task.WhenAll(spenders.Select((spender, i) => i % 2 == 0 ? spender.CompleteAsync() : KillAsync(spender, 50 * (i + 1))));
        await done.CancelAsync();
        await watching;

        await CheckAsync(observer, spenders, allCharged: false);
        Assert.Contains(spenders, static spender => spender.Refused > 0);
        Assert.True(await observer.HasRoomForRestAsync());
        Array.ForEach(spenders, static spender => spender.Dispose());
    }

    [Fact]
    public async Task A_server_that_is_restarted_under_load_neither_loses_a_settlement_nor_counts_one_twice()
    {
        const decimal Limit = 1_000m;
        await using PrivateCluster cluster = await PrivateCluster.StartAsync();
        await using var schema = new TestSchema(cluster.ConnectionString);
        SpenderProcess[] spenders = [.. Enumerable.Range(0, 2).Select(process => new SpenderProcess(ArgumentsOf(schema, process, 200, Limit)))];
        for (int i = 0; i < 3; i++)
        {
            await Task.WhenAll(spenders.Select(static spender => spender.ReachAsync(200)));
            await cluster.StopServerAsync();
            await cluster.StartServerAsync();
        }

        await Task.WhenAll(spenders.Select(static spender => spender.CompleteAsync()));

        await using var observer = new Observer(schema, Limit);
        await CheckAsync(observer, spenders, allCharged: true);
        Array.ForEach(spenders, static spender => spender.Dispose());
    }

    private static SpenderArguments ArgumentsOf(TestSchema schema, int process, int calls, decimal limit) =>
        new(schema.ConnectionString, schema.Name, schema.SpoolPath, process, Callers, calls, limit);

    private static async Task KillAsync(SpenderProcess spender, int after)
    {
        await spender.ReachAsync(after);
        await spender.KillAsync();
    }

    /// <summary>Every caller's own budget has what the caller heard of, and at most one call more; the shared one has their exact sum.</summary>
    private static async Task CheckAsync(Observer observer, SpenderProcess[] spenders, bool allCharged)
    {
        IReadOnlyList<BudgetStatus> own = await observer.Bench.StatusesAsync(Spender.OwnBudget);
        BudgetStatus shared = await observer.Bench.StatusAsync(Spender.SharedBudget);
        Dictionary<string, long> charged = new(spenders.SelectMany(static spender => spender.Charged));
        Dictionary<string, long> open = new(spenders.SelectMany(static spender => spender.Open));

        Assert.Equal(own.Sum(static status => status.Spent), shared.Spent);
        Assert.Equal((0m, 0m), (shared.Presumed, shared.Reserved));
        Assert.All(own, status =>
        {
            long millionths = (long)(status.Spent * 1_000_000m);
            long heard = charged.GetValueOrDefault(status.Scope);
            Assert.Contains(millionths, (long[])[heard, heard + open.GetValueOrDefault(status.Scope)]);
            Assert.Equal(0m, status.Reserved);
        });
        Assert.True(!allCharged || own.Sum(static status => status.Spent) * 1_000_000m == charged.Values.Sum());
    }

    /// <summary>Looks at the budgets, with a clock that can be set to when all reservations have expired.</summary>
    private sealed class Observer : IAsyncDisposable
    {
        private readonly SharedBudgetStore _store;
        private readonly decimal _limit;

        public Observer(TestSchema schema, decimal limit)
        {
            _limit = limit;
            _store = new SharedBudgetStore(
                new PostgreSqlBudgetBackend(LedgerDataSource.Of(schema.ConnectionString), schema.Name, ownsSource: true), TimeSpan.FromSeconds(60), Time, NullLogger.Instance);
            Bench = new StoreBench(_store, Time, Spender.Budgets(limit));
        }

        public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

        public StoreBench Bench { get; }

        public async Task WatchAsync(decimal limit, CancellationToken done)
        {
            while (!done.IsCancellationRequested)
            {
                Time.SetUtcNow(TimeProvider.System.GetUtcNow());
                foreach (BudgetStatus status in await Bench.StatusesAsync(Spender.SharedBudget))
                {
                    Assert.InRange(status.Spent + status.Presumed + status.Reserved, 0m, limit);
                }
            }

            Time.Advance(TimeSpan.FromMinutes(16));
        }

        /// <summary>Tells whether all that was not spent can be reserved, and no more.</summary>
        public async Task<bool> HasRoomForRestAsync()
        {
            decimal rest = (await Bench.StatusAsync(Spender.SharedBudget)).Left;
            return rest == _limit - (await Bench.StatusAsync(Spender.SharedBudget)).Spent && !await Bench.FitsAsync(rest + 0.000001m) && await Bench.FitsAsync(rest);
        }

        public async ValueTask DisposeAsync()
        {
            await Bench.DisposeAsync();
            await _store.DisposeAsync();
        }
    }
}
