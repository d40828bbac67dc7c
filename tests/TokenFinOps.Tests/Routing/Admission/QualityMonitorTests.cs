using TokenFinOps.Routing.Admission;

namespace TokenFinOps.Tests.Routing.Admission;

public sealed class QualityMonitorTests
{
    private readonly QualityMonitor _monitor = new(QualityLoss.AtMost(0.02), window: 400);

    [Fact]
    public void Without_outcomes_the_calibration_stands() => Assert.Equal(PromiseState.Open, _monitor.State);

    [Fact]
    public void Outcomes_without_loss_prove_the_promise_again()
    {
        Record(400, each: 0);

        Assert.Equal(PromiseState.Kept, _monitor.State);
    }

    [Fact]
    public void A_model_that_gets_worse_breaks_it_and_it_stays_broken_until_calibrated_anew()
    {
        Record(400, each: 0);
        for (int request = 0; request < 400; request++)
        {
            _monitor.Record(request % 8 == 0 ? 1 : 0);
        }

        Assert.Equal(PromiseState.Broken, _monitor.State);
        Record(2_000, each: 0);
        Assert.Equal(PromiseState.Broken, _monitor.State);

        _monitor.Reset();

        Assert.Equal(PromiseState.Open, _monitor.State);
    }

    [Fact]
    public void Old_outcomes_are_forgotten()
    {
        Record(400, each: 0.02);
        Record(400, each: 0);

        Assert.Equal(PromiseState.Kept, _monitor.State);
    }

    [Fact]
    public void Better_answers_than_the_strong_models_make_up_for_worse_ones()
    {
        for (int request = 0; request < 400; request++)
        {
            _monitor.Record((request % 20) switch { 0 => 1, 10 => -1, _ => 0 });
        }

        Assert.NotEqual(PromiseState.Broken, _monitor.State);
    }

    [Fact]
    public void Outcomes_may_come_from_many_threads()
    {
        Parallel.For(0, 10_000, request => _monitor.Record(0));

        Assert.Equal(PromiseState.Kept, _monitor.State);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_loss_that_no_two_qualities_have_is_refused(double loss) => Assert.Throws<ArgumentOutOfRangeException>(() => _monitor.Record(loss));

    private void Record(int count, double each)
    {
        for (int request = 0; request < count; request++)
        {
            _monitor.Record(each);
        }
    }
}
