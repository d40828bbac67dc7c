using Microsoft.Extensions.AI;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Errors that come as the content of an answer, under HTTP 200.</summary>
public sealed class ErrorContentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_is_nothing_but_an_error_is_given_by_another_deployment(bool streaming)
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        Answer(tiers, "server_error", "The server had an error while processing your request.");

        Assert.StartsWith("frontier-2", await tiers.CallAsync(streaming), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_no_other_deployment_answers_the_caller_is_told_the_providers_words(bool streaming)
    {
        using var tiers = new TestTiers(static options => (options.MaxAttempts, options.DefaultTier) = (1, "frontier"));
        Answer(tiers, "server_error", "The server had an error.");

        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => tiers.CallAsync(streaming));

        Assert.Equal("'frontier-1' answered with an error (server_error): The server had an error.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rate_limit_that_comes_as_content_leaves_the_deployment_alone_at_once(bool streaming)
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        Answer(tiers, "rate_limit_exceeded", "Too many requests.");

        await tiers.CallAsync(streaming);

        Assert.NotEqual(TimeSpan.Zero, tiers.Deployment("frontier-1").Health.Wait);
    }

    [Theory]
    [InlineData(false, "Refusal")]
    [InlineData(true, "Refusal")]
    [InlineData(false, "content_filter")]
    public async Task What_a_model_refuses_is_an_answer_and_not_asked_elsewhere(bool streaming, string code)
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        Answer(tiers, code, "I can't help with that.");

        await tiers.CallAsync(streaming);

        Assert.Equal((1, 0), (tiers["frontier-1"].Calls, tiers["frontier-2"].Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_warning_before_the_answer_is_part_of_the_answer(bool streaming)
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        Give(tiers, new ErrorContent("A tool was not reached.") { ErrorCode = "tool_error" }, new TextContent("Anyway: 42"));

        Assert.Equal("Anyway: 42", await tiers.CallAsync(streaming));
    }

    private static void Answer(TestTiers tiers, string code, string message) => Give(tiers, new ErrorContent(message) { ErrorCode = code });

    private static void Give(TestTiers tiers, params AIContent[] contents)
    {
        tiers["frontier-1"].Respond = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)) { FinishReason = ChatFinishReason.Stop });
        tiers["frontier-1"].Stream = (_, _, _) => contents
            .Select(static content => new ChatResponseUpdate(ChatRole.Assistant, [content]))
            .Append(new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop })
            .ToAsyncEnumerable();
    }
}
