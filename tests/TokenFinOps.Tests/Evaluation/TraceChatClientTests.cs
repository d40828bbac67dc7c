using Microsoft.Extensions.AI;
using TokenFinOps.Evaluation.Replay;
using TokenFinOps.Evaluation.Traces;

namespace TokenFinOps.Tests.Evaluation;

public sealed class TraceChatClientTests
{
    private static readonly TraceCall Call = new(DateTimeOffset.UnixEpoch, 1_000, 200) { CachedInput = 512, Reasoning = 30 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_is_answered_with_its_own_counts_streamed_or_not(bool streamed)
    {
        using var client = new TraceChatClient();
        ChatResponse response = streamed
            ? await client.GetStreamingResponseAsync([TraceChatClient.Prompt(Call)], null, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
            : await client.GetResponseAsync([TraceChatClient.Prompt(Call)], null, TestContext.Current.CancellationToken);

        Assert.Equal(TraceChatClient.Model, response.ModelId);
        Assert.Equal((1_000, 200, 1_200), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, response.Usage?.TotalTokenCount));
        Assert.Equal((512, 30), (response.Usage?.CachedInputTokenCount, response.Usage?.ReasoningTokenCount));
    }
}
