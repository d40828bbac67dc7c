using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Chargeback;

public sealed class StatementTests
{
    private readonly Books _books = new();

    [Fact]
    public async Task A_statement_shows_direct_cost_by_feature_and_model()
    {
        await _books.AddAsync(
            EntryBuilder.Attempt(1.10m, null, ("team", "support"), ("feature", "chat")),
            EntryBuilder.Attempt(2.20m, null, ("team", "support"), ("feature", "chat")),
            EntryBuilder.Attempt(0.30m, null, ("team", "support")) with { Model = "small" },
            Books.Call(5m, "sales"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam);

        Statement support = run.Find("support")!;
        Assert.Equal(["feature", "Model"], run.Detail);
        Assert.Equal([("-", "small", 0.30m, 1), ("chat", "gpt-x", 3.30m, 2)], support.Direct.Select(static line => (line.Keys[0] ?? "-", line.Keys[1]!, line.Cost, line.Attempts)));
        Assert.Equal((3.60m, 3.60m), (support.DirectCost, support.Total));
        Assert.Equal(2_000m, support.Direct[1].InputTokens);
        Assert.Equal(8.60m, run.Controls.Total);
    }

    [Fact]
    public async Task Another_month_is_another_statement()
    {
        await _books.AddAsync(Books.Call(1m, "support", month: 2, day: 28), Books.Call(2m, "support"), Books.Call(4m, "support", month: 4, day: 1));

        Assert.Equal(2m, (await _books.ShowAsync(Books.ByTeam)).Find("support")!.Total);
    }

    [Fact]
    public async Task Discounts_are_shown()
    {
        await _books.AddAsync(Books.Call(0m, "support") with { Cost = EntryBuilder.Priced(10m, 8.80m) });

        Statement statement = (await _books.ShowAsync(Books.ByTeam)).Find("support")!;

        Assert.Equal((8.80m, 1.20m), (statement.Total, statement.Discount));
    }

    [Fact]
    public async Task Totals_are_cents_and_their_sum_is_the_rounded_ledger()
    {
        await _books.AddAsync(Books.Call(0.335m, "a"), Books.Call(0.335m, "b"), Books.Call(0.335m, "c"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam);

        Assert.Equal([0.34m, 0.33m, 0.33m], run.Statements.Select(static statement => statement.Total));
        Assert.Equal((1.005m, 1.00m, -0.005m), (run.Controls.LedgerCost, run.Controls.Total, run.Controls.Rounding));
        Assert.Equal(0.335m, run.Find("b")!.DirectCost);
    }

    [Fact]
    public async Task A_currency_without_cents_has_none()
    {
        await _books.AddAsync(Books.Call(10.4m, "a", currency: "JPY"), Books.Call(10.4m, "b", currency: "JPY"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Currency = "JPY" });

        Assert.Equal([11m, 10m], run.Statements.Select(static statement => statement.Total));
    }

    [Fact]
    public async Task What_names_no_cost_centre_is_reported_and_never_dropped()
    {
        await _books.AddAsync(Books.Call(1m, "support"), Books.Call(2m, null));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam);

        UnallocatedLine line = Assert.Single(run.Unallocated.Lines);
        Assert.Equal((UnallocatedReason.NoCostCentre, 2m), (line.Reason, line.Amount));
        Assert.Equal("gpt-x", Assert.Single(line.Usage).Keys[1]);
        Assert.Equal(2m, run.Unallocated.Total);
    }

    [Fact]
    public async Task An_unpriced_call_costs_nothing_yet_and_is_counted()
    {
        await _books.AddAsync(EntryBuilder.Unpriced(null, ("team", "support")), Books.Call(1m, "support"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam);

        Assert.Equal((1m, 1), (run.Find("support")!.Total, run.Find("support")!.Unpriced));
        Assert.Equal(1, Assert.Single(run.Controls.Ledger).Unpriced);
    }

    [Fact]
    public async Task The_first_level_that_names_a_cost_centre_decides()
    {
        await _books.AddAsync(
            EntryBuilder.Attempt(1m, null, ("cost_center", "CC-1"), ("team", "support")),
            EntryBuilder.Attempt(2m, null, ("team", "support")),
            EntryBuilder.Attempt(4m, null, ("team", "unknown")));
        var map = CostCentreMap.By("cost_center").Then("team", new Dictionary<string, string> { ["support"] = "CC-2" });

        ChargebackRun run = await _books.ShowAsync(new ChargebackPlan { CostCentres = map });

        Assert.Equal([("CC-1", 1m), ("CC-2", 2m)], run.Statements.Select(static statement => (statement.CostCentre, statement.Total)));
        Assert.Equal(4m, run.Unallocated.Total);
    }

    [Fact]
    public async Task Cost_whose_tags_the_ledger_no_longer_knows_is_unallocated()
    {
        var small = new InMemoryCostLedger(new InMemoryCostLedgerOptions { MaxRollupsPerHour = 1 });
        await small.AppendAllAsync(Books.Call(1m, "support"), Books.Call(2m, "sales"));

        ChargebackRun run = await small.ShowbackAsync(Books.ByTeam, Books.Month(3), TestContext.Current.CancellationToken);

        Assert.Equal((UnallocatedReason.ValuesUnknown, 2m), (run.Unallocated.Lines[0].Reason, run.Unallocated.Total));
        Assert.True(run.Controls.Ties);
    }

    [Fact]
    public async Task A_plan_that_makes_no_sense_is_refused_with_everything_that_is_wrong()
    {
        ChargebackPlan plan = Books.ByTeam with
        {
            Detail = [LedgerDimension.Run],
            Pools = [Books.Embeddings, Books.Embeddings with { Selector = LedgerFilter.Between(Books.Day(1, 1), Books.Day(1, 2)) }],
            Credits = [new() { Name = "c", Amount = -1m, Currency = "EUR", ValidFrom = Books.Day(1, 1), Expires = Books.Day(2, 1) }],
        };

        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => _books.ShowAsync(plan));

        Assert.All(["two pools named 'embeddings'", "period of its own", "Run", "negative amount -1", "in EUR"], part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
