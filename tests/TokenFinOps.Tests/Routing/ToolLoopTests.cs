using Microsoft.Extensions.AI;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>While a model waits for what it called, nobody else takes its place.</summary>
public sealed class ToolLoopTests
{
    private readonly WantedTier _wanted = new("frontier");

    [Theory]
    [InlineData("user")]
    [InlineData("system")]
    public async Task A_word_after_the_tools_results_does_not_end_the_loop(string role)
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> loop = await CallingAsync(tiers, "frontier-1", "call-1", "Will it rain?");
        _wanted.Tier = "nano";

        await AskAsync(tiers, [.. loop, new(new ChatRole(role), "<system-reminder>Be brief.</system-reminder>")]);

        Assert.Equal((2, 0), (tiers["frontier-1"].Calls, tiers["nano-1"].Calls));
    }

    [Fact]
    public async Task A_loop_ends_when_the_model_has_answered()
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> loop = await CallingAsync(tiers, "frontier-1", "call-1", "Will it rain?");
        _wanted.Tier = "nano";

        await AskAsync(tiers, [.. loop, new(ChatRole.Assistant, "Yes."), new(ChatRole.User, "And tomorrow?")]);

        Assert.Equal(1, tiers["nano-1"].Calls);
    }

    [Fact]
    public async Task A_call_whose_id_another_conversation_uses_too_stays_with_its_own_model()
    {
        // Kimi's are "functions.<name>:<index>": the same in every conversation.
        using TestTiers tiers = Tiers();
        List<ChatMessage> loop = await CallingAsync(tiers, "frontier-1", "functions.weather:0", "Will it rain?");
        _wanted.Tier = "nano";
        List<ChatMessage> other = await CallingAsync(tiers, "nano-1", "functions.weather:0", "Another one asks: does it snow?");

        await AskAsync(tiers, loop);
        _wanted.Tier = "mid";
        await AskAsync(tiers, other);

        Assert.Equal((2, 2, 0), (tiers["frontier-1"].Calls, tiers["nano-1"].Calls, tiers["mid-1"].Calls));
    }

    [Fact]
    public async Task The_last_call_of_a_loop_stays_though_its_tools_are_withdrawn()
    {
        using TestTiers tiers = Tiers();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(static () => "It rains.", "weather")] };
        List<ChatMessage> loop = await CallingAsync(tiers, "frontier-1", "call-1", "Will it rain?", options);
        _wanted.Tier = "nano";

        await AskAsync(tiers, loop, new ChatOptions());

        Assert.Equal(2, tiers["frontier-1"].Calls);
    }

    // Only the loop binds.
    private TestTiers Tiers() => new(options =>
    {
        options.Policies.Add(_wanted);
        options.IsSticky = false;
    });

    private static async Task<List<ChatMessage>> CallingAsync(TestTiers tiers, string deployment, string callId, string question, ChatOptions? options = null)
    {
        ChatMessage turn = new(ChatRole.Assistant, [new FunctionCallContent(callId, "weather")]);
        var respond = tiers[deployment].Respond;
        tiers[deployment].Respond = (_, _, _) => Task.FromResult(new ChatResponse(turn) { Usage = TestTiers.Usage() });
        await AskAsync(tiers, [new(ChatRole.User, question)], options);
        tiers[deployment].Respond = respond;
        return [new(ChatRole.User, question), turn, new(ChatRole.Tool, [new FunctionResultContent(callId, "yes")])];
    }

    private static Task<ChatResponse> AskAsync(TestTiers tiers, List<ChatMessage> messages, ChatOptions? options = null) =>
        tiers.Client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
}
