using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Tests.Fakes;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Compression.Lint;

public sealed class UnusedToolTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_that_is_never_called_is_reported_with_what_its_declarations_cost(bool streaming)
    {
        var counter = new TokenCounter();
        var application = new LintedApplication(counter: counter, provider: Calling("weather"));
        AIFunction unused = LintedApplication.Tool("stocks");

        for (int i = 0; i < 12; i++)
        {
            await application.CallAsync(streaming, "Help.", $"Question {i}?", LintedApplication.Tool("weather"), unused);
        }

        PromptLintFinding finding = Assert.Single(application.Findings);
        long tokens = 12 * (counter.CountInput([], new ChatOptions { Tools = [unused] }, "gpt-test", "openai").Tokens - counter.CountInput([], null, "gpt-test", "openai").Tokens);
        Assert.Equal((PromptLintRule.UnusedTool, PromptPart.Tools, "stocks", 12L), (finding.Rule, finding.Part, finding.Tool, finding.Calls));
        Assert.Equal((tokens, tokens * 2.5m / 1_000_000, "USD"), (finding.Tokens, finding.Cost, finding.Currency));
        Assert.Contains("'stocks'", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_provider_read_from_its_cache_counts_at_that_price()
    {
        var application = new LintedApplication(
            counter: new TokenCounter(), provider: TestChatClient.Answering(usage: new UsageDetails { InputTokenCount = 1_000, CachedInputTokenCount = 600, OutputTokenCount = 1 }));

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, "Help.", $"Question {i}?", LintedApplication.Tool("stocks"));
        }

        PromptLintFinding finding = Assert.Single(application.Findings);
        Assert.Equal(finding.Tokens * ((2.5m * 0.4m) + (0.25m * 0.6m)) / 1_000_000, finding.Cost);
    }

    [Fact]
    public async Task A_tool_that_was_called_before_the_call_was_seen_is_used()
    {
        var application = new LintedApplication();
        List<ChatMessage> conversation =
        [
            new(ChatRole.User, "What of Rome?"), new(ChatRole.Assistant, [new FunctionCallContent("1", "stocks")]), new(ChatRole.Tool, [new FunctionResultContent("1", "fine")]),
        ];

        for (int i = 0; i < 20; i++)
        {
            await application.CallAsync(false, i == 3 ? conversation : [new ChatMessage(ChatRole.User, "Hello.")], LintedApplication.Tool("stocks"));
        }

        Assert.Empty(application.Findings);
    }

    [Fact]
    public async Task Few_calls_prove_nothing()
    {
        var application = new LintedApplication();

        for (int i = 0; i < 9; i++)
        {
            await application.CallAsync(false, "Help.", $"Question {i}?", LintedApplication.Tool("stocks"));
        }

        Assert.Empty(application.Findings);
        Assert.Equal(9, application.Lint.Report().LintedCalls);
    }

    private static TestChatClient Calling(string tool) => new()
    {
        Respond = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", tool)]))),
        Stream = (_, _, _) => new[] { new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", tool)]) }.ToAsyncEnumerable(),
    };
}
