using TokenFinOps.Caching.Acceptance;

namespace TokenFinOps.Tests.Caching.Acceptance;

public sealed class FalseHitBoundTests
{
    private const double Confidence = 0.95;

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void The_bounds_hold_at_every_moment_of_nearly_all_streams(double share)
    {
        (int brokenAbove, int brokenBelow) = (0, 0);
        const int Streams = 400;
        for (int stream = 0; stream < Streams; stream++)
        {
            var random = new Random(stream);
            var bound = default(FalseHitBound);
            (bool above, bool below) = (false, false);
            for (int outcome = 1; outcome <= 600; outcome++)
            {
                bound.Add(random.NextDouble() >= share, keep: 1);
                above |= bound.IsBelow(share, Confidence);
                below |= bound.IsAbove(share, Confidence);
            }

            brokenAbove += above ? 1 : 0;
            brokenBelow += below ? 1 : 0;
        }

        // 5 % of 400 are 20; three standard deviations more are 33.
        Assert.InRange(brokenAbove, 0, 33);
        Assert.InRange(brokenBelow, 0, 33);
    }

    [Fact]
    public void Nothing_is_known_before_the_first_outcome()
    {
        Assert.Equal(1, default(FalseHitBound).Upper(Confidence), 6);
        Assert.Equal(0, default(FalseHitBound).Lower(Confidence), 6);
    }

    [Theory]
    [InlineData(120, 0.05)]
    [InlineData(300, 0.02)]
    [InlineData(600, 0.01)]
    public void Right_answers_alone_prove_a_share_soon(int right, double share) =>
        Assert.True(new FalseHitBound { Right = right }.Upper(Confidence) < share);

    [Fact]
    public void A_bound_is_the_least_share_that_is_refuted()
    {
        var bound = new FalseHitBound { Right = 197, Wrong = 3 };
        Assert.True(bound.IsBelow(bound.Upper(Confidence) + 1e-6, Confidence));
        Assert.False(bound.IsBelow(bound.Upper(Confidence) - 1e-6, Confidence));
        Assert.True(bound.IsAbove(bound.Lower(Confidence) - 1e-6, Confidence));
        Assert.False(bound.IsAbove(bound.Lower(Confidence) + 1e-6, Confidence));
    }

    [Fact]
    public void A_bad_stretch_is_proved_too()
    {
        var bound = new FalseHitBound { Right = 80, Wrong = 20 };
        Assert.True(bound.Lower(Confidence) > 0.08);
        Assert.InRange(bound.Upper(Confidence), 0.2, 0.4);
    }

    [Fact]
    public void Forgetting_follows_a_change()
    {
        var bound = default(FalseHitBound);
        for (int i = 0; i < 1_000; i++)
        {
            bound.Add(correct: true, keep: 0.99);
        }

        for (int i = 0; i < 200; i++)
        {
            bound.Add(correct: i % 2 == 0, keep: 0.99);
        }

        Assert.True(bound.Lower(Confidence) > 0.2);
    }
}
