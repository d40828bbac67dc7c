using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Tests.Routing;

/// <summary>What a person asked, without what the harness of an agent added.</summary>
public sealed class AskTests
{
    [Theory]
    [InlineData("a<system-reminder>x</system-reminder>b<system-reminder>y</system-reminder>c", "abc")]
    [InlineData("a<system-reminder>x", "a")]
    [InlineData("a<system-reminder>x</system-reminder>b<system-reminder>y", "ab")]
    [InlineData("<system-reminder>x</system-reminder> ", "")]
    [InlineData("a</system-reminder>b", "a</system-reminder>b")]
    public void Reminders_are_no_part_of_it(string prompt, string ask) => Assert.Equal(ask, AskOf(prompt));

    [Fact]
    public void A_prompt_full_of_reminders_is_read_in_one_pass()
    {
        string prompt = "hello" + string.Concat(Enumerable.Repeat("<system-reminder></system-reminder>", 28_000));
        long before = GC.GetAllocatedBytesForCurrentThread();

        string ask = AskOf(prompt);

        Assert.Equal("hello", ask);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5L * prompt.Length);
    }

    private static string AskOf(string prompt) => new RoutingRequest([new ChatMessage(ChatRole.User, prompt)]).Ask;
}
