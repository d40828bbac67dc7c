using TokenFinOps.Reporting.Currencies;

namespace TokenFinOps.Tests.Reporting.Currencies;

public sealed class ExchangeRatesTests
{
    private static readonly DateOnly January = new(2026, 1, 1);
    private static readonly DateOnly February = new(2026, 2, 1);

    [Fact]
    public void The_latest_rate_that_applies_on_the_day_counts()
    {
        var rates = new ExchangeRates([new("EUR", "USD", 1.10m, January), new("EUR", "USD", 1.20m, February)]);

        Assert.Equal(11m, rates.Convert(10m, "EUR", "USD", new DateOnly(2026, 1, 31)));
        Assert.Equal(12m, rates.Convert(10m, "eur", "usd", February));
    }

    [Fact]
    public void A_missing_rate_is_named_with_its_pair_and_day()
    {
        var rates = new ExchangeRates([new("EUR", "USD", 1.10m, January)]);

        MissingExchangeRateException early = Assert.Throws<MissingExchangeRateException>(() => rates.Convert(1m, "EUR", "USD", new DateOnly(2025, 12, 31)));
        MissingExchangeRateException inverse = Assert.Throws<MissingExchangeRateException>(() => rates.Convert(1m, "USD", "EUR", January));

        Assert.Contains("from EUR to USD that applies on 2025-12-31", early.Message, StringComparison.Ordinal);
        Assert.Contains("from USD to EUR", inverse.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_are_inverted_and_crossed_at_the_pivot_only()
    {
        ExchangeRate[] quoted = [new("EUR", "USD", 1.25m, January), new("EUR", "GBP", 0.80m, January)];

        Assert.Equal(8m, new ExchangeRates(quoted, "EUR").Convert(10m, "USD", "EUR", January));
        Assert.Equal(6.4m, new ExchangeRates(quoted, "EUR").Convert(10m, "USD", "GBP", January));
        Assert.Throws<MissingExchangeRateException>(() => new ExchangeRates(quoted, "CHF").Convert(10m, "USD", "GBP", January));
        Assert.Throws<MissingExchangeRateException>(() => new ExchangeRates(quoted).Convert(10m, "USD", "GBP", January));
    }

    [Fact]
    public void A_pair_of_its_own_wins_over_the_pivot()
    {
        var rates = new ExchangeRates([new("EUR", "USD", 1.25m, January), new("EUR", "GBP", 0.80m, January), new("USD", "GBP", 0.65m, January)], "EUR");

        Assert.Equal(6.5m, rates.Convert(10m, "USD", "GBP", January));
    }

    [Fact]
    public void An_amount_in_the_wanted_currency_needs_no_rate() => Assert.Equal(3.14m, new ExchangeRates([]).Convert(3.14m, "USD", "USD", January));

    [Fact]
    public void Rates_that_contradict_each_other_or_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => new ExchangeRates([new("EUR", "USD", 1.1m, January), new("EUR", "USD", 1.2m, January)]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ExchangeRate("EUR", "USD", 0m, January));
        Assert.Throws<ArgumentException>(static () => new ExchangeRate("EUR", "EUR", 1m, January));
        Assert.Throws<ArgumentException>(static () => new ExchangeRate("EUR", "XYZ", 1m, January));
    }
}
