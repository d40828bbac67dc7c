using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Currencies;

namespace TokenFinOps.Tests.Reporting.Chargeback;

public sealed class CurrencyStatementTests
{
    private static readonly ChargebackPlan InEuro = Books.ByTeam with
    {
        Currency = "EUR",
        Rates = new ExchangeRates([new("USD", "EUR", 0.90m, new DateOnly(2026, 3, 1)), new("USD", "EUR", 0.80m, new DateOnly(2026, 3, 20))]),
    };

    private readonly Books _books = new();

    [Fact]
    public async Task Costs_are_converted_by_the_day_of_usage_and_keep_their_original_amounts()
    {
        await _books.AddAsync(Books.Call(10m, "a", day: 19), Books.Call(10m, "a", day: 20), Books.Call(3m, "a", currency: "EUR"));

        ChargebackRun run = await _books.ShowAsync(InEuro);

        Statement statement = run.Find("a")!;
        Assert.Equal([("EUR", 3m, 3m), ("USD", 20m, 17m)], statement.Direct.Select(static line => (line.OriginalCurrency, line.OriginalCost, line.Cost)));
        Assert.Equal(("EUR", 20m), (run.Currency, statement.Total));
        Assert.Equal([("EUR", 3m), ("USD", 20m)], run.Controls.Ledger.Select(static control => (control.Currency, control.EffectiveCost)));
    }

    [Fact]
    public async Task Or_by_the_rate_at_the_end_of_the_period()
    {
        await _books.AddAsync(Books.Call(10m, "a", day: 19), Books.Call(10m, "a", day: 20));

        Assert.Equal(16m, (await _books.ShowAsync(InEuro with { Conversion = ConversionPolicy.PeriodEnd })).Find("a")!.Total);
    }

    [Fact]
    public async Task A_fixed_amount_can_be_in_another_currency()
    {
        await _books.AddAsync(Books.Call(10m, "a", currency: "EUR"));

        ChargebackRun run = await _books.ShowAsync(InEuro with { Pools = [CostPool.Fixed("licence", 100m, AllocationMethod.Even) with { FixedCurrency = "USD" }] });

        Assert.Equal(90m, run.Find("a")!.Total);
    }

    [Fact]
    public async Task Without_a_rate_there_is_no_statement()
    {
        await _books.AddAsync(Books.Call(10m, "a", month: 2));

        MissingExchangeRateException exception = await Assert.ThrowsAsync<MissingExchangeRateException>(() => _books.ShowAsync(InEuro, month: 2));

        Assert.Contains("from USD to EUR that applies on 2026-02-10", exception.Message, StringComparison.Ordinal);
    }
}
