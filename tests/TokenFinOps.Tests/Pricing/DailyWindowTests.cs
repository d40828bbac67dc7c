using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing;

public sealed class DailyWindowTests
{
    [Theory]
    [InlineData("16:29", false)]
    [InlineData("16:30", true)]
    [InlineData("23:59", true)]
    [InlineData("00:00", true)]
    [InlineData("00:29", true)]
    [InlineData("00:30", false)]
    public void A_window_may_wrap_past_midnight(string time, bool inside)
    {
        var window = new DailyWindow(new TimeOnly(16, 30), new TimeOnly(0, 30));

        Assert.Equal(inside, window.Contains(DateTimeOffset.Parse($"2026-01-01T{time}:00Z", null)));
    }

    [Fact]
    public void A_window_is_in_utc_whatever_the_offset_of_the_call() =>
        Assert.True(new DailyWindow(new TimeOnly(9, 0), new TimeOnly(10, 0)).Contains(DateTimeOffset.Parse("2026-01-01T11:30:00+02:00", null)));

    [Fact]
    public void A_window_that_ends_where_it_starts_is_the_whole_day() =>
        Assert.True(new DailyWindow(new TimeOnly(9, 0), new TimeOnly(9, 0)).Contains(DateTimeOffset.Parse("2026-01-01T03:00:00Z", null)));
}
