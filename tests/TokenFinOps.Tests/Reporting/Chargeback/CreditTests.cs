using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Commitments;

namespace TokenFinOps.Tests.Reporting.Chargeback;

public sealed class CreditTests
{
    private readonly Books _books = new();

    [Fact]
    public async Task The_credit_that_expires_first_is_drawn_first()
    {
        await _books.AddAsync(Books.Call(30m, "a"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Credits = [Of("late", 100m, expires: 12), Of("early", 20m, expires: 6)] });

        Assert.Equal([new CreditDraw("early", 20m, 20m), new CreditDraw("late", 100m, 10m)], run.Credits);
        Assert.Equal(90m, run.Credits[1].Closing);
        Assert.Equal(0m, run.Find("a")!.Total);
    }

    [Fact]
    public async Task A_credit_is_shared_by_those_it_is_for()
    {
        await _books.AddAsync(Books.Call(30m, "a"), Books.Call(10m, "b"), Books.Call(60m, "c"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Credits = [Of("grant", 20m) with { CostCentres = ["a", "b"] }] });

        Assert.Equal([15m, 5m, 60m], run.Statements.Select(static statement => statement.Total));
        Assert.Equal(new NamedAmount("grant", 15m), Assert.Single(run.Find("a")!.Credits));
    }

    [Fact]
    public async Task It_pays_only_for_the_usage_and_the_days_it_is_for()
    {
        await _books.AddAsync(Books.Call(30m, "a", day: 1), Books.Call(8m, "a", day: 20), Books.Call(5m, "a", day: 20) with { Model = "small" });
        Credit credit = Of("grant", 100m) with { ValidFrom = new DateTimeOffset(2026, 3, 15, 0, 0, 0, TimeSpan.Zero), AppliesTo = LedgerFilter.All.WhereNot(LedgerDimension.Model, "small") };

        Assert.Equal(8m, (await _books.ShowAsync(Books.ByTeam with { Credits = [credit] })).Credits[0].Drawn);
    }

    [Fact]
    public async Task It_never_pays_for_what_a_commitment_has_paid_for_and_never_below_zero()
    {
        await _books.AddAsync(Books.Call(30.009m, "a"));
        Commitment commitment = new() { Name = "m", Amount = 20m, From = Books.Month(3).From, To = Books.Month(3).To };

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Commitments = [commitment], Credits = [Of("grant", 100m)] });

        Assert.Equal((10.00m, 20.01m), (run.Credits[0].Drawn, run.Find("a")!.Total));
    }

    [Fact]
    public async Task Shared_cost_is_not_what_it_pays_for()
    {
        await _books.AddAsync(Books.Call(10m, "a"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Pools = [CostPool.Fixed("licence", 5m, AllocationMethod.Even)], Credits = [Of("grant", 100m)] });

        Assert.Equal(5m, run.Find("a")!.Total);
    }

    [Fact]
    public async Task An_expired_credit_is_not_shown()
    {
        await _books.AddAsync(Books.Call(10m, "a"));

        Assert.Empty((await _books.ShowAsync(Books.ByTeam with { Credits = [Of("old", 5m, expires: 2)] })).Credits);
    }

    internal static Credit Of(string name, decimal amount, int expires = 12) =>
        new() { Name = name, Amount = amount, ValidFrom = Books.Month(1).From, Expires = Books.Month(expires).To };
}
