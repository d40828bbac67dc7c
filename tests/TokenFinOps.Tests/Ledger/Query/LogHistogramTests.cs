using CsCheck;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class LogHistogramTests
{
    private static readonly Gen<TimeSpan> Durations =
        Gen.Select(Gen.Int[0, 62], Gen.Long[0, long.MaxValue], static (shift, ticks) => TimeSpan.FromTicks(ticks >> shift));

    [Fact]
    public void A_percentile_is_off_by_less_than_one_in_thirty() =>
        Gen.Select(Durations.Array[1, 200], Gen.Int[1, 100]).Sample((durations, percent) =>
        {
            LogHistogram histogram = HistogramOf(durations);
            long exact = durations.Order().ElementAt(((durations.Length * percent) + 99) / 100 - 1).Ticks;

            Int128 error = Int128.Abs((Int128)histogram.Percentile(percent).Ticks - exact);
            Assert.True(error * 30 <= exact, $"{histogram.Percentile(percent)} is not about {TimeSpan.FromTicks(exact)}");
        });

    [Fact]
    public void Merged_histograms_are_the_histogram_of_all() =>
        Gen.Select(Durations.Array[1, 100], Durations.Array[0, 100], Gen.Int[1, 100]).Sample((left, right, percent) =>
        {
            LogHistogram merged = HistogramOf(left);
            merged.Add(HistogramOf(right));
            LogHistogram all = HistogramOf([.. left, .. right]);

            Assert.Equal(all.Count, merged.Count);
            Assert.Equal(all.Percentile(percent), merged.Percentile(percent));
        });

    [Fact]
    public void A_negative_duration_counts_as_none() =>
        Assert.Equal(TimeSpan.Zero, HistogramOf([TimeSpan.FromTicks(-5)]).Percentile(50));

    private static LogHistogram HistogramOf(TimeSpan[] durations)
    {
        var histogram = default(LogHistogram);
        foreach (TimeSpan duration in durations)
        {
            histogram.Add(duration);
        }

        return histogram;
    }
}
