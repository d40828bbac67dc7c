using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class ConcurrencyTests
{
    [Fact]
    public Task However_many_call_at_once_a_hard_budget_is_never_exceeded_and_ends_where_the_ledger_does() =>
        Gen.Select(Gen.Int[1, 64], Gen.Int[1, 50], Gen.Int[1, 40], Gen.Int).SampleAsync(
            static (callers, calls, limit, seed) => StressAsync(callers, calls, limit * 0.001m, seed), iter: 40, threads: 1);

    // Half a million calls, each of them reserved and settled; one team's budget runs out towards the end.
    [Fact]
    public async Task A_million_operations_leave_the_budget_where_the_ledger_is() =>
        Assert.InRange(await StressAsync(callers: 16, calls: 32_000, limit: 405m, seed: 11), 500_000, 511_999);

    [Fact]
    public async Task Eight_first_calls_of_a_new_customer_at_once_share_one_budget()
    {
        for (int round = 0; round < 200; round++)
        {
            var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForEach("customer").Requests(3, BudgetWindow.Month));
            using AttributionScope customer = FinOps.Attribute(("customer", "new"));

            bool[] allowed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TryAsync(budgets))));

            Assert.Equal(3, allowed.Count(static made => made));
        }
    }

    [Fact]
    public async Task The_cap_of_a_session_holds_under_concurrency()
    {
        TestChatClient provider = TestBudgets.Provider();
        var budgets = new TestBudgets(provider, Budget.ForEachRun().InTotal(0.01m));
        using AttributionScope run = FinOps.BeginRun("session-1");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => TryAsync(budgets))));

        BudgetStatus status = await budgets.StatusAsync();
        Assert.InRange(status.Spent, 0.00075m, 0.01m);
        Assert.Equal(0.00075m * provider.Calls, status.Spent);
    }

    [Fact]
    public async Task A_storm_of_retries_is_stopped_by_the_budget_and_every_try_is_charged()
    {
        var provider = new TestChatClient { Respond = static (_, _, _) => throw new IOException("the line broke") };
        var budgets = new TestBudgets(provider, Budget.ForApplication().Requests(50, BudgetWindow.Hour));
        int refused = 0;
        for (int retry = 0; retry < 1_000; retry++)
        {
            try
            {
                await budgets.CallAsync();
            }
            catch (IOException)
            {
                continue;
            }
            catch (BudgetExceededException)
            {
                refused++;
            }
        }

        Assert.Equal(950, refused);
        Assert.Equal(50, (await budgets.StatusAsync()).Spent);
    }

    private static async Task<long> StressAsync(int callers, int calls, decimal limit, int seed)
    {
        var budgets = new TestBudgets(new TestChatClient { Respond = RandomAnswerAsync }, Budget.ForApplication().InTotal(limit), Budget.ForEach("team").InTotal(limit / 2));
        using var done = new CancellationTokenSource();
        Task watch = Task.Run(() => WatchAsync(budgets, done.Token));

        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallerAsync(budgets, new Random(seed + caller), calls))));
        await done.CancelAsync();
        await watch;

        IReadOnlyList<BudgetStatus> statuses = await budgets.Book.GetStatusAsync();
        Assert.All(statuses, static status => Assert.Equal(0m, status.Reserved));
        Assert.All(statuses, static status => Assert.InRange(status.Spent, 0m, status.Limit));
        LedgerReport report = await budgets.Ledger.QueryAsync(LedgerQuery.All.GroupBy("team"));
        List<(string? Team, decimal Cost)> entries = [.. report.Rows.Select(static row => (row.Keys[0], row.Totals.EffectiveCost))];
        foreach (BudgetStatus status in statuses)
        {
            Assert.Equal(entries.Where(entry => status.Scope.Length == 0 || entry.Team == status.Scope).Sum(static entry => entry.Cost), status.Spent);
        }

        return report.TotalIn().Attempts;
    }

    private static async Task CallerAsync(TestBudgets budgets, Random random, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            using AttributionScope team = FinOps.Attribute(("team", random.Next(3) == 0 ? "support" : "sales"));
            var options = new ChatOptions { MaxOutputTokens = random.Next(1, 300), Seed = random.Next() };
            try
            {
                await budgets.Client.GetResponseAsync("one two three", options);
            }
            catch (Exception exception) when (exception is BudgetExceededException or IOException or OperationCanceledException)
            {
                // What is refused, fails or is cancelled is part of the storm; the books are looked at in the end.
            }
        }
    }

    private static async Task<ChatResponse> RandomAnswerAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var random = new Random((int)options!.Seed!.Value);
        if (random.Next(4) == 0)
        {
            await Task.Yield();
        }

        return random.Next(10) switch
        {
            0 => throw new IOException("the line broke"),
            1 => throw new OperationCanceledException(),
            _ => TestChatClient.Answer(
                "hello", new UsageDetails { InputTokenCount = random.Next(0, 4), OutputTokenCount = random.Next(0, options.MaxOutputTokens!.Value + 1) }, "gpt-test"),
        };
    }

    private static async Task WatchAsync(TestBudgets budgets, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (BudgetStatus status in await budgets.Book.GetStatusAsync(null, CancellationToken.None))
            {
                Assert.InRange(status.Spent + status.Presumed + status.Reserved, 0m, status.Limit);
            }

            await Task.Yield();
        }
    }

    private static async Task<bool> TryAsync(TestBudgets budgets)
    {
        try
        {
            await budgets.CallAsync();
            return true;
        }
        catch (BudgetExceededException)
        {
            return false;
        }
    }
}
