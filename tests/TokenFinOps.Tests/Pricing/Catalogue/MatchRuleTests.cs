using System.Diagnostics;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class MatchRuleTests
{
    [Theory]
    [InlineData("gpt-4o", true)]
    [InlineData("GPT-4o", true)]
    [InlineData("gpt-4o-mini", false)]
    public void An_equal_rule_takes_one_name_in_any_case(string name, bool matches) => Assert.Equal(matches, MatchRule.EqualTo("gpt-4o").Matches(name));

    [Fact]
    public void Rules_by_beginning_end_and_part_ignore_case()
    {
        Assert.True(MatchRule.StartsWith("MiniMax-M").Matches("minimax-m2"));
        Assert.True(MatchRule.EndsWith("-LATEST").Matches("gpt-chat-latest"));
        Assert.True(MatchRule.Contains("Claude").Matches("us.anthropic.claude-sonnet"));
        Assert.False(MatchRule.StartsWith("claude").Matches("anthropic.claude"));
    }

    [Fact]
    public void A_pattern_sees_the_lower_cased_name() => Assert.True(MatchRule.Pattern("^o[134]").Matches("O3-mini"));

    [Fact]
    public void Rules_are_joined_by_or_and_and()
    {
        MatchRule rule = MatchRule.AllOf(MatchRule.Contains("huggingface"), MatchRule.AnyOf(MatchRule.Contains("groq"), MatchRule.Contains("novita")));

        Assert.True(rule.Matches("huggingface_novita"));
        Assert.False(rule.Matches("huggingface"));
        Assert.False(rule.Matches("groq"));
    }

    [Fact]
    public void A_malformed_pattern_is_refused_by_name() =>
        Assert.Contains("The pattern '(' is not a regular expression", Assert.Throws<ArgumentException>(() => MatchRule.Pattern("(")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_may_look_around() => Assert.True(MatchRule.Pattern("^gpt-(?!4)").Matches("gpt-5"));

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData(@"(?=a)^(a+)+$")]
    public void A_hostile_pattern_does_not_hang_a_call(string pattern)
    {
        MatchRule rule = MatchRule.Pattern(pattern);
        long began = Stopwatch.GetTimestamp();

        Assert.False(rule.Matches(new string('a', 5_000) + "b"));

        // Unlimited backtracking would need longer than the universe has; the bound is only there to fail at all.
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
    }
}
