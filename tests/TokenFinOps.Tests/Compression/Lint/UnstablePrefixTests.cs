using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Compression.Lint;

public sealed class UnstablePrefixTests
{
    private const int ManualWords = 1_200;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_time_before_the_instructions_makes_the_cache_miss_them(bool streaming)
    {
        var application = new LintedApplication();

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(streaming, $"It is 12:0{i}. " + LintedApplication.Manual(), $"Question {i}?");
        }

        PromptLintFinding finding = Assert.Single(application.Findings);
        Assert.Equal((PromptLintRule.UnstablePrefix, PromptPart.Instructions, 9L, 9L * ManualWords), (finding.Rule, finding.Part, finding.Calls, finding.Tokens));
        Assert.Equal(9 * ManualWords * (2.5m - 0.25m) / 1_000_000, finding.Cost);
        Assert.Contains("Move what changes", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_behind_the_instructions_is_fine()
    {
        var application = new LintedApplication();

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, LintedApplication.Manual() + $"It is 12:0{i}.", $"Question {i}?");
        }

        Assert.Empty(application.Findings);
    }

    [Fact]
    public async Task Tools_in_another_order_make_the_cache_miss_everything()
    {
        var application = new LintedApplication();
        AITool[] tools = [LintedApplication.Tool("a"), LintedApplication.Tool("b"), LintedApplication.Tool("c")];

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, LintedApplication.Manual(), $"Question {i}?", i % 2 == 0 ? tools : [tools[1], tools[0], tools[2]]);
        }

        PromptLintFinding finding = Assert.Single(application.Findings, static finding => finding.Rule == PromptLintRule.UnstablePrefix);
        Assert.Equal((PromptPart.Tools, 9L * ManualWords), (finding.Part, finding.Tokens));
    }

    [Fact]
    public async Task A_history_that_loses_its_beginning_is_reported_and_one_that_grows_is_not()
    {
        var growing = new LintedApplication();
        var sliding = new LintedApplication();
        List<ChatMessage> turns = [];

        for (int i = 0; i < 24; i++)
        {
            turns.Add(new ChatMessage(ChatRole.User, LintedApplication.Sentence($"question{i}word", 300)));
            await growing.CallAsync(false, [new ChatMessage(ChatRole.System, "Help."), .. turns]);
            await sliding.CallAsync(false, [new ChatMessage(ChatRole.System, "Help."), .. turns.TakeLast(11)]);
            turns.Add(new ChatMessage(ChatRole.Assistant, $"Answer {i}."));
        }

        Assert.Empty(growing.Findings);
        PromptLintFinding finding = Assert.Single(sliding.Findings);
        Assert.Equal((PromptLintRule.UnstablePrefix, PromptPart.User), (finding.Rule, finding.Part));
        Assert.Contains("Only add to it", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversations_that_are_held_at_once_do_not_disturb_each_other()
    {
        var application = new LintedApplication();
        var conversations = Enumerable.Range(0, 3).Select(static i => new List<ChatMessage> { new(ChatRole.System, $"You help customer {i}. " + LintedApplication.Manual()) }).ToList();

        for (int i = 0; i < 30; i++)
        {
            conversations[i % 3].Add(new ChatMessage(ChatRole.User, $"Question {i}?"));
            using (FinOps.BeginRun($"run-{i % 3}"))
            {
                await application.CallAsync(false, conversations[i % 3]);
            }
        }

        // The first call of each conversation could have been served from the others' prefix, had the customer stood behind the manual.
        Assert.Equal(2, Assert.Single(application.Findings).Calls);
    }

    [Fact]
    public async Task A_prefix_that_the_provider_has_forgotten_by_then_is_not_missed()
    {
        var application = new LintedApplication();

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, $"It is 12:0{i}. " + LintedApplication.Manual(), $"Question {i}?");
            application.Meter.Time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Empty(application.Findings);
    }

    [Fact]
    public async Task Prompts_too_short_for_any_cache_are_not_reported()
    {
        var application = new LintedApplication();

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, $"It is 12:0{i}. " + LintedApplication.Manual(40), $"Question {i}?");
        }

        Assert.Empty(application.Findings);
    }

    [Fact]
    public async Task Where_the_cache_is_no_cheaper_nothing_is_lost()
    {
        var application = new LintedApplication();
        application.Meter.Prices.Source = static () => new PriceCatalogue(
            "test-2", new ModelPrices("openai", "gpt-test", new RateCard(new Rate(UsageKind.InputTokens, 2.5m), new Rate(UsageKind.OutputTokens, 10m))));

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(false, $"It is 12:0{i}. " + LintedApplication.Manual(), $"Question {i}?");
        }

        Assert.Empty(application.Findings);
    }
}
