using CsCheck;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Attribution;
using TokenFinOps.Compression.Lint;
using TokenFinOps.Tests.Fakes;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Compression.Lint;

public sealed class PromptLintReportTests
{
    [Fact]
    public async Task Features_and_teams_are_told_apart_and_the_dearest_comes_first()
    {
        var application = new LintedApplication(static options => options.FillerTokens = 1);

        for (int i = 0; i < 10; i++)
        {
            using (FinOps.Attribute(("feature", "search"), ("team", "a"), ("customer", $"{i}")))
            {
                await application.CallAsync(false, "Please help.", "Hello.");
            }

            using (FinOps.Attribute(("feature", "chat"), ("team", "b")))
            {
                await application.CallAsync(false, "Thank you very much in advance.", "Hello.");
            }
        }

        Assert.Equal(["feature=chat team=b", "feature=search team=a"], application.Findings.Select(static finding => finding.Tags.ToString()));
        Assert.Equal("openai gpt-test", Assert.Single(application.Findings.Select(static finding => $"{finding.Provider} {finding.Model}").Distinct()));
        Assert.StartsWith("20 of 20 calls looked at, 2 findings.\n0.000125 USD, 10 calls, 50 tokens: feature=chat team=b, gpt-test. ", application.Lint.Report().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_price_has_findings_without_a_cost_behind_all_others()
    {
        var application = new LintedApplication(static options => options.FillerTokens = 1);
        List<ChatMessage> messages = [new(ChatRole.System, "Please help."), new(ChatRole.User, "Hello.")];

        for (int i = 0; i < 10; i++)
        {
            await application.Client.GetResponseAsync(messages, new ChatOptions { ModelId = "home-grown" }, TestContext.Current.CancellationToken);
            await application.Client.GetResponseAsync(messages, null, TestContext.Current.CancellationToken);
        }

        Assert.Equal([("gpt-test", "USD"), ("home-grown", null)], application.Findings.Select(static finding => (finding.Model, finding.Currency)));
        Assert.Null(application.Findings.Last().Cost);
        Assert.Equal(10, application.Findings.Last().Tokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_text_of_a_prompt_is_in_the_report_unless_it_is_asked_for(bool isAsked)
    {
        var application = new LintedApplication(options => (options.IncludeExcerpts, options.FillerTokens, options.ExampleTokens) = (isAsked, 1, 1));

        for (int i = 0; i < 10; i++)
        {
            await application.CallAsync(
                false,
                [
                    new ChatMessage(ChatRole.System, $"secret{i} 12:0{i}. Please help.\nExample: secret answer here.\n\n" + LintedApplication.Manual() + string.Concat(Enumerable.Repeat(LintedApplication.Sentence("secret", 60), 2))),
                    new ChatMessage(ChatRole.User, "secret question?"), new ChatMessage(ChatRole.Assistant, "secret answer."), new ChatMessage(ChatRole.User, $"secret {i}?"),
                ]);
        }

        PromptLintReport report = application.Lint.Report();
        Assert.Equal(
            [PromptLintRule.UnstablePrefix, PromptLintRule.RepeatedContext, PromptLintRule.OversizedExamples, PromptLintRule.VerboseInstructions],
            report.Findings.Select(static finding => finding.Rule).Distinct().Order());
        Assert.All(report.Findings, finding => Assert.Equal(isAsked, finding.Excerpt is not null));
        Assert.Equal(isAsked, report.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tags_are_those_of_the_ledger_hashed_where_the_policy_says_so()
    {
        var policy = new TagPolicy();
        policy.Hash(new byte[32], "team");
        var application = new LintedApplication(static options => options.FillerTokens = 1, attributor: new Attributor(policy: policy));

        for (int i = 0; i < 10; i++)
        {
            using (FinOps.Attribute(("team", "alice@example.com")))
            {
                await application.CallAsync(false, "Please help.", "Hello.");
            }
        }

        string team = Assert.Single(application.Findings).Tags["team"];
        Assert.DoesNotContain("alice", team, StringComparison.Ordinal);
        Assert.Equal((await application.Meter.EntriesAsync())[0].Tags["team"], team);
    }

    [Fact]
    public async Task More_groups_than_are_kept_are_counted_and_left_out()
    {
        var application = new LintedApplication(static options => options.MaxGroups = 2);

        for (int i = 0; i < 5; i++)
        {
            using (FinOps.Attribute(("feature", $"feature-{i}")))
            {
                await application.CallAsync(false, "Help.", "Hello.");
            }
        }

        PromptLintReport report = application.Lint.Report();
        Assert.Equal((5, 2, 3), (report.Calls, report.LintedCalls, report.UncoveredCalls));
        Assert.StartsWith("2 of 5 calls looked at, 3 left out", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_share_of_runs_can_be_looked_at_and_all_calls_are_counted(bool streaming)
    {
        var application = new LintedApplication(static options => options.SampleShare = 0.5);

        for (int i = 0; i < 200; i++)
        {
            using (FinOps.BeginRun($"run-{i / 2}"))
            {
                await application.CallAsync(streaming, "Help.", "Hello.");
            }
        }

        PromptLintReport report = application.Lint.Report();
        Assert.Equal(200, report.Calls);
        Assert.InRange(report.LintedCalls, 60, 140);
        Assert.Equal(0, report.LintedCalls % 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_that_fail_cost_nothing_and_are_not_counted(bool streaming)
    {
        var application = new LintedApplication(provider: new TestChatClient
        {
            Respond = static (_, _, _) => Task.FromException<ChatResponse>(new HttpRequestException("down")),
            Stream = static (_, _, _) => throw new HttpRequestException("down"),
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => application.CallAsync(streaming, "Help.", "Hello."));

        Assert.Equal(0, application.Lint.Report().Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fault_of_the_lint_is_logged_and_the_answer_arrives(bool streaming)
    {
        var application = new LintedApplication(counter: new BrokenCounter());

        await application.CallAsync(streaming, "Help.", "Hello.", LintedApplication.Tool("weather"));

        Assert.Single(application.Meter.Observer.Recorded);
        Assert.Contains(application.Log.Entries, static entry => entry.Message.Contains("prompt lint failed", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_with_the_cure()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(static () => new PromptLint(new PromptLintOptions { SampleShare = 2, MaxGroups = 0, CacheLifetime = TimeSpan.Zero }));

        Assert.Contains("SampleShare is 2; set a share within 0 and 1.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaxGroups is 0; set 1 or more.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CacheLifetime is 00:00:00", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_set_up_with_everything_else(bool tiers)
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(finOps =>
        {
            finOps.AddPromptCompression().AddPromptLint(static options => (options.MinimumCalls, options.FillerTokens) = (2, 1));
            if (tiers)
            {
                finOps.AddTier("small", "gpt-5-nano", static _ => TestChatClient.Answering(model: "gpt-5-nano"));
            }
        });
        services.AddChatClient(TestChatClient.Answering(model: "gpt-5-nano")).UseTokenFinOps();
        await using ServiceProvider provider = services.BuildServiceProvider();
        IChatClient client = provider.GetRequiredService<IChatClient>();

        for (int i = 0; i < 2; i++)
        {
            await client.GetResponseAsync(
                [new ChatMessage(ChatRole.System, "Please help."), new ChatMessage(ChatRole.User, "Hello.")], new ChatOptions { ModelId = "gpt-5-nano" }, TestContext.Current.CancellationToken);
        }

        PromptLintFinding finding = Assert.Single(provider.GetRequiredService<PromptLint>().Report().Findings);
        Assert.Equal((PromptLintRule.VerboseInstructions, "gpt-5-nano", "USD"), (finding.Rule, finding.Model, finding.Currency));
    }

    [Fact]
    public async Task A_list_that_the_caller_empties_while_the_answer_streams_was_looked_at_before()
    {
        var application = new LintedApplication(static options => options.ExampleTokens = 1);

        for (int i = 0; i < 10; i++)
        {
            List<ChatMessage> messages = [new(ChatRole.User, "An example of a question?"), new(ChatRole.Assistant, "Its answer."), new(ChatRole.User, $"Question {i}?")];
            await foreach (ChatResponseUpdate update in application.Client.GetStreamingResponseAsync(messages, null, TestContext.Current.CancellationToken))
            {
                messages.Clear();
            }
        }

        Assert.Equal(PromptLintRule.OversizedExamples, Assert.Single(application.Findings).Rule);
        Assert.Empty(application.Log.Entries);
    }

    [Fact]
    public void Without_a_lint_its_client_is_refused_with_the_cure()
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(static () => TestChatClient.Answering().AsBuilder().UsePromptLint().Build());

        Assert.Contains("AddPromptLint", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_in_prompts_the_same_calls_give_the_same_report()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String, Gen.Const("Please help. Please help. "), Gen.Const("Example: \ud800\n\nQ: a\nA: b\nQ: c\nA: d"), Gen.Const("#######\n# \n## examples\n<example>"), Gen.Char["\n.!?。 \u2028"].Array[0, 50].Select(static all => new string(all)));
        Gen<AIContent> content = Gen.OneOf<AIContent>(
            text.Select(static said => (AIContent)new TextContent(said)),
            text.Select(static said => (AIContent)new FunctionResultContent("1", said)),
            text.Select(static said => (AIContent)new FunctionCallContent("1", said)),
            Gen.Byte.Array.Select(static data => (AIContent)new DataContent(data, "image/png")));
        Gen<ChatMessage> message = Gen.Select(
            Gen.Int[0, 4].Select(static i => new ChatRole[] { ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool, new("developer") }[i]), content.List[0, 4], static (role, contents) => new ChatMessage(role, contents));

        await message.List[0, 6].List[1, 12].SampleAsync(
            static async calls =>
            {
                PromptLintReport once = await ReportAsync(calls);
                PromptLintReport again = await ReportAsync(calls);
                Assert.Equal(calls.Count, once.LintedCalls);
                Assert.Equal(once.ToString(), again.ToString());
                Assert.All(once.Findings, static finding => Assert.True(finding.Tokens > 0 && finding.Calls > 0 && finding.Cost > 0));
            },
            iter: 300,
            seed: "0000kAtA10h2");
    }

    private static async Task<PromptLintReport> ReportAsync(List<List<ChatMessage>> calls)
    {
        var application = new LintedApplication(static options => (options.MinimumCalls, options.MinimumTokens, options.FillerTokens, options.ExampleTokens) = (1, 1, 1, 1));
        foreach (List<ChatMessage> call in calls)
        {
            await application.CallAsync(false, call);
        }

        Assert.Empty(application.Log.Entries);
        return application.Lint.Report();
    }

    private sealed class BrokenCounter : ITokenCounter
    {
        public TokenCount CountText(ReadOnlySpan<char> text, string? model = null, string? provider = null) => throw new InvalidOperationException("broken");

        public TokenCount CountInput(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string? model = null, string? provider = null) =>
            throw new InvalidOperationException("broken");

        public TokenCount CountOutput(IEnumerable<AIContent> contents, string? model = null, string? provider = null) => throw new InvalidOperationException("broken");
    }
}
