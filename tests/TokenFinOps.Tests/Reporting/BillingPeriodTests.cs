using TokenFinOps.Reporting;

namespace TokenFinOps.Tests.Reporting;

public sealed class BillingPeriodTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void A_month_begins_and_ends_at_midnight_where_the_books_are_kept()
    {
        BillingPeriod march = BillingPeriod.Month(2026, 3, Berlin);

        Assert.Equal(new DateTimeOffset(2026, 2, 28, 23, 0, 0, TimeSpan.Zero), march.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 22, 0, 0, TimeSpan.Zero), march.To);
        Assert.Equal(("2026-03", new DateOnly(2026, 3, 31)), (march.Name, march.LastDay));
    }

    [Fact]
    public void Every_month_of_a_year_is_named_and_adjoins_the_next()
    {
        BillingPeriod[] months = [.. Enumerable.Range(1, 12).Select(static month => BillingPeriod.Month(2024, month, Berlin))];

        Assert.Equal(Enumerable.Range(1, 12).Select(static month => $"2024-{month:00}"), months.Select(static month => month.Name));
        Assert.All(months.Zip(months.Skip(1)), static pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    [Fact]
    public void Another_length_is_named_by_its_ends()
    {
        var from = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal("20260301T000000Z-20260315T000000Z", BillingPeriod.Between(from, from.AddDays(14)).Name);
        Assert.Throws<ArgumentException>(() => BillingPeriod.Between(from, from));
    }
}
