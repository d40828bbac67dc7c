using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Answers that a provider makes in the background are asked for where they are made.</summary>
public sealed class BackgroundResponseTests
{
    private readonly WantedTier _wanted = new("frontier");

    [Fact]
    public async Task A_background_response_is_asked_for_where_it_is_made()
    {
        using TestTiers tiers = Tiers();
        tiers["frontier-1"].Respond = static (_, _, _) => Task.FromResult(new ChatResponse { ResponseId = "r", ContinuationToken = Token(1) });
        await tiers.CallAsync(options: new ChatOptions { AllowBackgroundResponses = true });
        _wanted.Tier = "nano";

        await tiers.Client.GetResponseAsync([], new ChatOptions { ContinuationToken = Token(1) }, TestContext.Current.CancellationToken);

        Assert.Equal((2, 0), (tiers["frontier-1"].Calls, tiers["nano-1"].Calls));
    }

    [Fact]
    public async Task A_stream_that_broke_off_goes_on_where_it_began()
    {
        using TestTiers tiers = Tiers();
        await StreamAsync(tiers, updates: 10, responseId: null);
        _wanted.Tier = "nano";

        await tiers.Client.GetResponseAsync([], new ChatOptions { ContinuationToken = Token(9) }, TestContext.Current.CancellationToken);

        Assert.Equal((2, 0), (tiers["frontier-1"].Calls, tiers["nano-1"].Calls));
    }

    [Theory]
    [InlineData("response-7")]
    [InlineData(null)]
    public async Task A_long_stream_does_not_push_out_what_binds_others(string? responseId)
    {
        using TestTiers tiers = Tiers();
        ChatMessage turn = new(ChatRole.Assistant, [new FunctionCallContent("call-1", "weather")]);
        tiers["frontier-1"].Respond = (_, _, _) => Task.FromResult(new ChatResponse(turn) { Usage = TestTiers.Usage() });
        await tiers.CallAsync(prompt: "Will it rain?");
        tiers["frontier-1"].Respond = static (_, _, _) => Task.FromResult(new ChatResponse { ResponseId = "r", ContinuationToken = Token(5_000) });
        await tiers.CallAsync(options: new ChatOptions { AllowBackgroundResponses = true });

        await StreamAsync(tiers, updates: 1_000, responseId);
        _wanted.Tier = "nano";
        List<ChatMessage> loop = [new(ChatRole.User, "Will it rain?"), turn, new(ChatRole.Tool, [new FunctionResultContent("call-1", "yes")])];
        await tiers.Client.GetResponseAsync(loop, null, TestContext.Current.CancellationToken);
        await tiers.Client.GetResponseAsync([], new ChatOptions { ContinuationToken = Token(5_000) }, TestContext.Current.CancellationToken);

        Assert.Equal(0, tiers["nano-1"].Calls);
    }

    private TestTiers Tiers() => new(
        options =>
        {
            options.Policies.Add(_wanted);
            options.RememberedConversations = 100;
        },
        static (_, options) => options.Capabilities = DeploymentCapabilities.All);

    private static async Task StreamAsync(TestTiers tiers, int updates, string? responseId)
    {
        tiers["frontier-1"].Stream = (_, _, _) => Enumerable.Range(0, updates)
            .Select(i => new ChatResponseUpdate(ChatRole.Assistant, "word ") { ResponseId = responseId, ContinuationToken = Token(i) }).ToAsyncEnumerable();
        await tiers.CallAsync(streaming: true, options: new ChatOptions { AllowBackgroundResponses = true }, prompt: "Write a book.");
    }

    private static ResponseContinuationToken Token(int number) => ResponseContinuationToken.FromBytes(BitConverter.GetBytes(number));
}
