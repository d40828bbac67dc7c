using TokenFinOps.Routing.Admission;

namespace TokenFinOps.Tests.Routing.Admission;

public sealed class MeanLossBoundTests
{
    [Theory]
    [InlineData(400, 0.05, 0.04)]
    [InlineData(400, 0.02, 0)]
    [InlineData(1_500, 0.2, 0.19)]
    [InlineData(60, 0.01, 0)]
    public void The_bound_is_below_the_true_mean_no_more_often_than_promised(int count, double gains, double setbacks)
    {
        const int Samples = 2_000;
        var random = new Random(11);
        int missed = 0;
        double[] losses = new double[count];
        for (int sample = 0; sample < Samples; sample++)
        {
            Fill(losses, gains, setbacks, random);
            missed += MeanLossBound.Upper(losses, 0.95) < gains - setbacks ? 1 : 0;
        }

        Assert.InRange(missed / (double)Samples, 0, 0.05);
    }

    [Theory]
    [InlineData(500, 0.01, 0)]
    [InlineData(2_000, 0.01, 0.05)]
    [InlineData(1_000, 0.05, 0.1)]
    public void A_mean_at_the_limit_is_said_to_be_below_it_no_more_often_than_promised(int count, double limit, double setbacks)
    {
        const int Samples = 1_000;
        var random = new Random(7);
        int passed = 0;
        double[] losses = new double[count];
        for (int sample = 0; sample < Samples; sample++)
        {
            Fill(losses, limit + setbacks, setbacks, random);
            passed += MeanLossBound.IsBelow(losses, limit, 0.95) ? 1 : 0;
        }

        Assert.InRange(passed / (double)Samples, 0, 0.065);
    }

    [Fact]
    public void The_bound_is_not_far_from_what_a_normal_approximation_would_say()
    {
        double[] losses = new double[2_000];
        Fill(losses, 0.08, 0.06, new Random(3));
        double mean = losses.Average();
        double deviation = Math.Sqrt(losses.Average(loss => (loss - mean) * (loss - mean)));
        double normal = mean + (1.645 * deviation / Math.Sqrt(losses.Length));

        Assert.InRange(MeanLossBound.Upper(losses, 0.95), normal - 0.01, normal + 0.01);
    }

    [Fact]
    public void Nothing_is_said_about_the_mean_of_a_handful() => Assert.Equal(1, MeanLossBound.Upper([0, 0], 0.95));

    private static void Fill(double[] losses, double gains, double setbacks, Random random)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            double draw = random.NextDouble();
            losses[i] = draw < gains ? 1 : draw < gains + setbacks ? -1 : 0;
        }
    }
}
