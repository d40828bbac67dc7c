using CsCheck;
using TokenFinOps.Attribution;

namespace TokenFinOps.Tests.Attribution;

public sealed class TagSetTests
{
    private static readonly Gen<(string, string)[]> Tags =
        Gen.Select(Gen.String[Gen.Char['a', 'e'], 1, 2], Gen.String[Gen.Char['x', 'z'], 0, 2]).Array[0, 10];

    [Fact]
    public void Sets_with_the_same_tags_are_equal_in_whatever_order_they_were_made() =>
        Tags.Sample(static tags =>
        {
            (string, string)[] distinct = [.. tags.DistinctBy(static tag => tag.Item1)];
            TagSet forwards = TagSet.Of(distinct);
            TagSet backwards = TagSet.Of([.. distinct.Reverse()]);

            Assert.Equal(forwards, backwards);
            Assert.Equal(forwards.GetHashCode(), backwards.GetHashCode());
        });

    [Fact]
    public void A_later_tag_wins() =>
        Tags.Sample(static tags =>
        {
            TagSet set = TagSet.Of(tags);

            Assert.All(tags.GroupBy(static tag => tag.Item1), group => Assert.Equal(group.Last().Item2, set[group.Key]));
        });

    [Fact]
    public void Keys_have_no_case_and_values_do()
    {
        Assert.Equal(TagSet.Of(("Team", "support")), TagSet.Of(("team", "support")));
        Assert.NotEqual(TagSet.Of(("team", "Support")), TagSet.Of(("team", "support")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_key_is_refused(string key) => Assert.Throws<ArgumentException>(() => TagSet.Of((key, "value")));

    [Fact]
    public void What_is_too_long_is_refused_with_the_limit()
    {
        Assert.Contains("256", Assert.Throws<ArgumentException>(static () => TagSet.Of(("key", new string('x', 257)))).Message, StringComparison.Ordinal);
        Assert.Contains("128", Assert.Throws<ArgumentException>(static () => TagSet.Of((new string('x', 129), "value"))).Message, StringComparison.Ordinal);
        Assert.Contains("64", Assert.Throws<ArgumentException>(static () => TagSet.Of([.. Enumerable.Range(0, 65).Select(static i => ($"k{i}", "v"))])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_without_a_value_is_refused_by_name() =>
        Assert.Contains("'team'", Assert.Throws<ArgumentException>(static () => TagSet.Of(("team", null!))).Message, StringComparison.Ordinal);
}
