using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

public sealed class TokenCountTests
{
    [Fact]
    public void Bounds_add_up_like_counts()
    {
        TokenCount sum = new TokenCount(100, 110) + TokenCount.Exactly(50);

        Assert.Equal(new TokenCount(150, 160), sum);
        Assert.False(sum.IsExact);
    }

    [Fact]
    public void The_error_is_a_share_of_the_count()
    {
        Assert.Equal(0.25, new TokenCount(100, 125).RelativeError);
        Assert.Equal(0, TokenCount.Exactly(7).RelativeError);
        Assert.Equal(0, TokenCount.Zero.RelativeError);
    }

    [Fact]
    public void A_bound_below_the_count_or_a_negative_count_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TokenCount(10, 9));
        Assert.Throws<ArgumentOutOfRangeException>(static () => TokenCount.Exactly(-1));
    }

    [Fact]
    public void A_fraction_of_a_token_is_rounded_and_its_bound_rounded_up() => Assert.Equal(new TokenCount(3, 5), TokenCount.About(3.4, 4.1));

    [Fact]
    public void It_reads_as_what_it_is()
    {
        Assert.Equal("12", TokenCount.Exactly(12).ToString());
        Assert.Equal("~12 (at most 15)", new TokenCount(12, 15).ToString());
    }
}
