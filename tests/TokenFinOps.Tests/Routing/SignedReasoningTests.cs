using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Reasoning that a model signed or encrypted: every other one refuses it.</summary>
public sealed class SignedReasoningTests
{
    private readonly WantedTier _wanted = new("frontier");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_stays_with_the_model_that_signed_its_reasoning_also_after_the_tool_loop(bool streaming)
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> history = await AnsweredAsync(tiers, "frontier-1", [new(ChatRole.User, "Will it rain?")], streaming);
        _wanted.Tier = "nano";

        await AskAsync(tiers, [.. history, new(ChatRole.User, "And tomorrow?")], streaming);

        Assert.Equal((2, 0), (tiers["frontier-1"].Calls, tiers["nano-1"].Calls));
    }

    [Fact]
    public async Task When_the_model_that_signed_is_down_its_reasoning_is_shown_to_no_other()
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> history = await AnsweredAsync(tiers, "frontier-1", [new(ChatRole.User, "Will it rain?")]);
        tiers.Fail("frontier-1", static () => new IOException("down"));

        await Assert.ThrowsAsync<IOException>(() => tiers.PassTimeAsync(() => AskAsync(tiers, [.. history, new(ChatRole.User, "And tomorrow?")])));

        Assert.Equal(0, tiers["nano-1"].Calls + tiers["mid-1"].Calls);
    }

    [Fact]
    public async Task Of_several_models_that_signed_the_last_one_goes_on()
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> first = await AnsweredAsync(tiers, "frontier-1", [new(ChatRole.User, "one")]);
        _wanted.Tier = "mid";
        List<ChatMessage> second = await AnsweredAsync(tiers, "mid-1", [new(ChatRole.User, "two")]);
        _wanted.Tier = "nano";

        await AskAsync(tiers, [.. first, .. second, new(ChatRole.User, "three")]);

        Assert.Equal(2, tiers["mid-1"].Calls);
    }

    [Fact]
    public async Task A_conversation_whose_signed_reasoning_was_left_out_is_free_to_go()
    {
        using TestTiers tiers = Tiers();
        await AnsweredAsync(tiers, "frontier-1", [new(ChatRole.User, "Will it rain?")]);
        _wanted.Tier = "nano";

        await AskAsync(tiers, [new(ChatRole.User, "Will it rain?"), new(ChatRole.Assistant, "Yes."), new(ChatRole.User, "And tomorrow?")]);

        Assert.Equal(1, tiers["nano-1"].Calls);
    }

    [Fact]
    public async Task Reasoning_that_nobody_known_signed_binds_nothing_and_the_decision_says_so()
    {
        using TestTiers tiers = Tiers();
        _wanted.Tier = "nano";

        await AskAsync(tiers, [new(ChatRole.User, "one"), Signed("of another process"), new(ChatRole.User, "two")]);

        Assert.Equal(1, tiers["nano-1"].Calls);
        RoutingRemark remark = Assert.Single((await tiers.DecisionAsync()).Remarks, static each => each.Source == "conversation");
        Assert.Equal("it carries signed reasoning, and whose is not known: nothing binds it", remark.Statement);
    }

    [Fact]
    public async Task When_the_model_that_signed_may_not_be_asked_another_one_is_and_the_decision_says_so()
    {
        using var tiers = new TestTiers(static options => options.Restrictions.Add(DeploymentRestriction.For("customer", "acme").Never("frontier")));
        List<ChatMessage> history = await AnsweredAsync(tiers, "frontier-1", [new(ChatRole.User, "Will it rain?")]);
        using (FinOps.Attribute(("customer", "acme")))
        {
            await AskAsync(tiers, [.. history, new(ChatRole.User, "And tomorrow?")]);
        }

        Assert.Equal((1, 1), (tiers["frontier-1"].Calls, tiers["mid-1"].Calls + tiers["nano-1"].Calls));
        RoutingRemark remark = Assert.Single((await tiers.EntriesAsync())[^1].Routing!.Decision!.Remarks, static each => each.Source == "conversation");
        Assert.Contains("and frontier-1 cannot go on", remark.Statement, StringComparison.Ordinal);
    }

    private TestTiers Tiers() => new(options => options.Policies.Add(_wanted));

    private static async Task<List<ChatMessage>> AnsweredAsync(TestTiers tiers, string deployment, List<ChatMessage> history, bool streaming = false)
    {
        ChatMessage turn = Signed($"signature of {deployment}");
        var (respond, stream) = (tiers[deployment].Respond, tiers[deployment].Stream);
        tiers[deployment].Respond = (_, _, _) => Task.FromResult(new ChatResponse(turn) { Usage = TestTiers.Usage() });
        tiers[deployment].Stream = (_, _, _) => new ChatResponse(turn) { Usage = TestTiers.Usage() }.ToChatResponseUpdates().ToAsyncEnumerable();
        await AskAsync(tiers, history, streaming);
        (tiers[deployment].Respond, tiers[deployment].Stream) = (respond, stream);
        return [.. history, turn];
    }

    private static Task<ChatResponse> AskAsync(TestTiers tiers, List<ChatMessage> messages, bool streaming = false) => streaming
        ? tiers.Client.GetStreamingResponseAsync(messages, null, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
        : tiers.Client.GetResponseAsync(messages, null, TestContext.Current.CancellationToken);

    private static ChatMessage Signed(string signature) =>
        new(ChatRole.Assistant, [new TextReasoningContent("hm") { ProtectedData = signature }, new TextContent("Yes.")]);
}
