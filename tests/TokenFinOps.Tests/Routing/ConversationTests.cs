using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>When a conversation stays where it is.</summary>
public sealed class ConversationTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create(static (string city) => $"It rains in {city}.", "weather");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_does_not_change_its_model_inside_a_tool_loop(bool streaming)
    {
        var wanted = new WantedTier("mid");
        using var tiers = new TestTiers(options => (_, options.IsSticky) = (Add(options.Policies, wanted), false));
        int call = 0;
        Script(tiers, "mid-1", () =>
        {
            wanted.Tier = "nano";
            return ++call < 3 ? new FunctionCallContent($"call-{call}", "weather", new Dictionary<string, object?> { ["city"] = $"Bern {call}" }) : new TextContent("Take an umbrella.");
        });
        using IChatClient agent = tiers.Client.AsBuilder().UseFunctionInvocation().Build();

        Assert.Equal("Take an umbrella.", await TestMeter.CallAsync(agent, streaming, new ChatOptions { Tools = [Weather] }));

        Assert.Equal(["mid-1", "mid-1", "mid-1"], (await tiers.EntriesAsync()).Select(static entry => entry.Deployment));
        Assert.Equal(["wanted", "conversation", "conversation"], (await tiers.EntriesAsync()).Select(static entry => entry.Routing!.Decision!.DecidedBy));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_that_its_provider_keeps_goes_nowhere_else(bool streaming)
    {
        var wanted = new WantedTier("frontier");
        using var tiers = new TestTiers(options => options.Policies.Add(wanted));
        tiers["frontier-1"].Respond = static (_, _, _) => Task.FromResult(Kept());
        tiers["frontier-1"].Stream = static (_, _, _) => Kept().ToChatResponseUpdates().ToAsyncEnumerable();
        await tiers.CallAsync(streaming);
        wanted.Tier = "nano";
        tiers.Fail("frontier-1", static () => new IOException("down"));

        await Assert.ThrowsAsync<IOException>(() => tiers.PassTimeAsync(() => tiers.CallAsync(streaming, new ChatOptions { ConversationId = "conversation-7" })));

        Assert.Equal(0, tiers["nano-1"].Calls + tiers["mid-1"].Calls);

        static ChatResponse Kept() => new(new ChatMessage(ChatRole.Assistant, "hello")) { ConversationId = "conversation-7", Usage = TestTiers.Usage() };
    }

    [Fact]
    public async Task A_run_that_is_drawn_into_the_control_group_does_not_break_a_tool_loop()
    {
        using var tiers = new TestTiers(static options => (options.ControlShare, options.Baseline) = (0.5, "mid-1"), null);
        for (int i = 0; i < 40; i++)
        {
            string caller = await CallingAsync($"call-{i}");

            using (FinOps.BeginRun($"another-{i}"))
            {
                List<ChatMessage> loop = [new(ChatRole.User, "Will it rain?"), new(ChatRole.Assistant, [new FunctionCallContent($"call-{i}", "weather")]), new(ChatRole.Tool, [new FunctionResultContent($"call-{i}", "yes")])];
                Assert.Equal(caller, (await tiers.Client.GetResponseAsync(loop, new ChatOptions(), TestContext.Current.CancellationToken)).ModelId);
            }
        }

        // A first turn goes where the caller says, whatever group its run is in.
        async Task<string> CallingAsync(string id)
        {
            var (respond, response) = (tiers["frontier-1"].Respond, new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(id, "weather")])) { Usage = TestTiers.Usage() });
            tiers["frontier-1"].Respond = (_, _, _) => Task.FromResult(response);
            await tiers.CallAsync(options: new ChatOptions { ModelId = "frontier-1" }, prompt: "Will it rain?");
            tiers["frontier-1"].Respond = respond;
            return "frontier-1";
        }
    }

    [Fact]
    public async Task A_tool_loop_goes_on_elsewhere_when_its_deployment_is_down_and_nothing_else_binds()
    {
        using var tiers = new TestTiers();
        List<ChatMessage> history = await BeginLoopAsync(tiers, signed: false);
        tiers.Fail("frontier-1", static () => new IOException("down"));

        ChatResponse response = await tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken);

        Assert.Equal("nano-1", response.Text.Replace("mid-1", "nano-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signed_reasoning_is_shown_only_to_the_model_that_signed_it()
    {
        using var tiers = new TestTiers();
        List<ChatMessage> history = await BeginLoopAsync(tiers, signed: true);
        tiers.Fail("frontier-1", static () => new IOException("down"));

        await Assert.ThrowsAsync<IOException>(() => tiers.PassTimeAsync(() => tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken)));

        Assert.Equal(0, tiers["nano-1"].Calls + tiers["mid-1"].Calls);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 1)]
    public async Task A_cheaper_model_is_not_taken_when_reading_a_long_cached_prompt_anew_does_not_pay(int expectedTurns, int stays)
    {
        var wanted = new WantedTier("frontier");
        using var tiers = new TestTiers(options => (_, options.ExpectedTurns) = (Add(options.Policies, wanted), expectedTurns));
        List<ChatMessage> messages = [new(ChatRole.System, new string('x', 200_000)), new(ChatRole.User, "first")];
        tiers["frontier-1"].Respond = static (_, _, _) => Task.FromResult(TestChatClient.Answer("hello", TestTiers.Usage(50_000, 10), "frontier-1"));
        var options = new ChatOptions { MaxOutputTokens = 10 };
        await tiers.Client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
        messages.AddRange([new(ChatRole.Assistant, "hello"), new(ChatRole.User, "second")]);
        wanted.Tier = "mid";

        await tiers.Client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);

        Assert.Equal(stays, tiers["frontier-1"].Calls);
        RoutingDecision decision = (await tiers.EntriesAsync())[^1].Routing!.Decision!;
        Assert.Equal(stays == 2, decision.Remarks.Any(static remark => remark.Source == "stickiness"));
    }

    [Fact]
    public async Task What_was_cached_longer_ago_than_its_provider_keeps_it_binds_no_more()
    {
        var wanted = new WantedTier("frontier");
        using var tiers = new TestTiers(options => (_, options.ExpectedTurns) = (Add(options.Policies, wanted), 1));
        var options = new ChatOptions { MaxOutputTokens = 10 };
        string prompt = new('x', 200_000);
        tiers["frontier-1"].Respond = static (_, _, _) => Task.FromResult(TestChatClient.Answer("hello", TestTiers.Usage(50_000, 10), "frontier-1"));
        await tiers.CallAsync(options: options, prompt: prompt);
        wanted.Tier = "mid";
        await tiers.CallAsync(options: options, prompt: prompt);
        tiers.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal("mid-1", await tiers.CallAsync(options: options, prompt: prompt));
        Assert.Equal(2, tiers["frontier-1"].Calls);
    }

    [Fact]
    public async Task A_harder_question_goes_up_even_when_the_prompt_is_cached_below()
    {
        var wanted = new WantedTier("mid");
        using var tiers = new TestTiers(options => options.Policies.Add(wanted));
        await tiers.CallAsync();
        wanted.Tier = "frontier";

        Assert.Equal("frontier-1", await tiers.CallAsync());
    }

    private static bool Add(IList<IRoutingPolicy> policies, IRoutingPolicy policy)
    {
        policies.Add(policy);
        return true;
    }

    private static async Task<List<ChatMessage>> BeginLoopAsync(TestTiers tiers, bool signed)
    {
        ChatMessage turn = new(ChatRole.Assistant, [new FunctionCallContent("call-1", "weather")]);
        if (signed)
        {
            turn.Contents.Insert(0, new TextReasoningContent("hm") { ProtectedData = "signature" });
        }

        var (respond, response) = (tiers["frontier-1"].Respond, new ChatResponse(turn) { Usage = TestTiers.Usage() });
        tiers["frontier-1"].Respond = (_, _, _) => Task.FromResult(response);
        List<ChatMessage> history = [new(ChatRole.User, "Will it rain?")];
        await tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken);
        tiers["frontier-1"].Respond = respond;
        return [.. history, turn, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call-1", "yes")])];
    }

    private static void Script(TestTiers tiers, string deployment, Func<AIContent> next)
    {
        tiers[deployment].Respond = (_, _, _) => Task.FromResult(Answer());
        tiers[deployment].Stream = (_, _, _) => Answer().ToChatResponseUpdates().ToAsyncEnumerable();

        ChatResponse Answer() => new(new ChatMessage(ChatRole.Assistant, [next()])) { Usage = TestTiers.Usage() };
    }
}
