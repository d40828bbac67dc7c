using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Cascades;

/// <summary>Whatever judges answers, an answer that is certainly of no use is not even shown to it.</summary>
public sealed class SoundAnswerTests
{
    [Theory]
    [InlineData("length", "42 is the")]
    [InlineData("content_filter", "42")]
    [InlineData("stop", "")]
    [InlineData("stop", "I'm sorry, I can't help with that.")]
    public async Task A_sure_member_that_was_cut_off_or_said_nothing_is_not_accepted(string reason, string text)
    {
        using TestTiers tiers = Tiers(new Cascade("sure", new LogProbabilityAcceptance(-0.05, static _ => -0.001), "nano"));
        Finish(tiers, "nano-1", text, reason);

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    [Theory]
    [InlineData("length", "42 is the")]
    [InlineData("stop", "")]
    public async Task No_judge_is_paid_for_what_was_cut_off_or_says_nothing(string reason, string text)
    {
        TestChatClient judge = TestChatClient.Answering("YES");
        using TestTiers tiers = Tiers(new Cascade("judged", new JudgeAcceptance(judge), "nano"));
        Finish(tiers, "nano-1", text, reason);

        Assert.Equal("frontier-1", await tiers.CallAsync());

        Assert.Equal(0, judge.Calls);
    }

    [Fact]
    public async Task The_answer_that_is_accepted_beside_a_broken_one_is_the_right_one()
    {
        using TestTiers tiers = Tiers(new Cascade("checked", new VerifierAcceptance(static (_, _, _) => new(1.0)), "nano-1", "mid-1"));
        Finish(tiers, "nano-1", "42 is the", "length");

        Assert.Equal("mid-1", await tiers.CallAsync());
    }

    [Theory]
    [InlineData("Yes and no: the sum is wrong.")]
    [InlineData("Yes, but the date is wrong, so NO.")]
    [InlineData("Yesterday's date is wrong.")]
    [InlineData("<think>YES")]
    public async Task A_judge_that_does_not_simply_say_yes_accepts_nothing(string verdict)
    {
        using TestTiers tiers = Tiers(new Cascade("judged", new JudgeAcceptance(TestChatClient.Answering(verdict)), "nano"));

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    [Theory]
    [InlineData("<think>Let me see.</think>\nYES")]
    [InlineData("**YES**")]
    [InlineData("\"YES\"")]
    public async Task A_judge_may_say_yes_in_bold_or_after_a_thought(string verdict)
    {
        using TestTiers tiers = Tiers(new Cascade("judged", new JudgeAcceptance(TestChatClient.Answering(verdict)), "nano"));

        Assert.Equal("nano-1", await tiers.CallAsync());
    }

    private static TestTiers Tiers(Cascade cascade) => new(options => options.Cascades.Add(cascade));

    private static void Finish(TestTiers tiers, string deployment, string text, string reason) =>
        tiers[deployment].Respond = (_, _, _) =>
        {
            ChatResponse response = TestChatClient.Answer(text, TestTiers.Usage(), deployment);
            response.FinishReason = new ChatFinishReason(reason);
            return Task.FromResult(response);
        };
}
