using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Where requests go, and what the ledger says about it.</summary>
public sealed class TieringTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_policies_everything_goes_to_the_highest_tier(bool streaming)
    {
        using var tiers = new TestTiers();

        Assert.StartsWith("frontier-1", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        LedgerEntry entry = Assert.Single(await tiers.EntriesAsync());
        Assert.Equal(("frontier-1", "frontier", AttemptRole.Answer), (entry.Deployment, entry.Routing?.Tier, entry.Routing?.Role));
        Assert.Equal(entry.Cost.Effective, entry.BaselineCost);
        Assert.Null(entry.SavingsByLever);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_policy_sends_a_request_to_a_cheaper_tier_and_the_ledger_says_what_it_saved(bool streaming)
    {
        using var tiers = new TestTiers(static options => options.Policies.Add(new TaskKindPolicy("nano", "frontier")));

        Assert.StartsWith("nano-1", await tiers.CallAsync(streaming, prompt: "Summarise this text"), StringComparison.Ordinal);

        LedgerEntry entry = Assert.Single(await tiers.EntriesAsync());
        Assert.Equal(0.00014m, entry.Cost.Effective);
        Assert.Equal(0.014m, entry.BaselineCost);
        Assert.Equal(0.01386m, entry.SavingsByLever?.Router);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_entry_of_a_request_says_why_it_went_where_it_went(bool streaming)
    {
        using var tiers = new TestTiers(static options => options.Policies.Add(new TaskKindPolicy("nano", "frontier")));

        await tiers.CallAsync(streaming, prompt: "Summarise this text");

        RoutingDecision decision = await tiers.DecisionAsync();
        Assert.Equal(("nano-1", "nano", "frontier-1", "task", RoutingMode.On), (decision.Chosen, decision.Tier, decision.Baseline, decision.DecidedBy, decision.Mode));
        Assert.Equal(["nano-1", "mid-1", "frontier-1"], decision.Candidates.Select(static candidate => candidate.Deployment));
        Assert.Equal("chooses nano: summarise", Assert.Single(decision.Remarks).Statement);
        Assert.All(decision.Candidates, static candidate => Assert.True(candidate.EstimatedCost > 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_deployment_is_asked_for_its_model_and_the_callers_options_stay_as_they_are(bool streaming)
    {
        using var tiers = new TestTiers();
        ChatOptions? received = null;
        tiers["frontier-1"].Respond = (_, options, _) => Answered(options);
        tiers["frontier-1"].Stream = (_, options, token) => Streamed(options);
        var options = new ChatOptions { ModelId = "gpt-5", Temperature = 0.5f };

        await tiers.CallAsync(streaming, options);

        Assert.Equal(("frontier-1", 0.5f), (received?.ModelId, received?.Temperature));
        Assert.Equal("gpt-5", options.ModelId);

        Task<ChatResponse> Answered(ChatOptions? asked)
        {
            received = asked;
            return Task.FromResult(TestChatClient.Answer("hello", TestTiers.Usage(), "frontier-1"));
        }

        async IAsyncEnumerable<ChatResponseUpdate> Streamed(ChatOptions? asked)
        {
            received = asked;
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "hello");
        }
    }

    [Theory]
    [InlineData("nano-1")]
    [InlineData("NANO")]
    public async Task A_caller_may_name_a_deployment_or_a_tier(string name)
    {
        using var tiers = new TestTiers();

        Assert.Equal("nano-1", await tiers.CallAsync(options: new ChatOptions { ModelId = name }));

        Assert.Equal("caller", (await tiers.DecisionAsync()).DecidedBy);
    }

    [Theory]
    [InlineData("gpt-small", "small")]
    [InlineData("GPT-Large", "large")]
    [InlineData("twin", "small")]
    [InlineData("gpt-of-before", "large")]
    public async Task A_caller_may_name_a_model_that_no_deployment_or_tier_is_called_by(string model, string answered)
    {
        var options = new RoutingOptions();
        options.AddTier("cheap", static tier => tier
            .AddDeployment("small-1", "gpt-small", static _ => TestChatClient.Answering("small"))
            .AddDeployment("twin", "gpt-small", static _ => TestChatClient.Answering("small")));
        options.AddTier("dear", static tier => tier
            .AddDeployment("large-1", "gpt-large", static _ => TestChatClient.Answering("large"))
            .AddDeployment("large-2", "twin", static _ => TestChatClient.Answering("never")));
        using var client = new TieringChatClient(TestChatClient.Answering("nobody"), options);

        Assert.Equal(answered, (await client.GetResponseAsync("one", new ChatOptions { ModelId = model }, TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task The_client_gives_its_ledger()
    {
        using var tiers = new TestTiers();

        await tiers.CallAsync();

        Assert.Same(tiers.Ledger, tiers.Client.GetService<ICostLedger>());
    }

    [Fact]
    public async Task A_stream_keeps_the_attribution_of_its_call()
    {
        using var tiers = new TestTiers();
        IAsyncEnumerable<ChatResponseUpdate> stream;
        using (FinOps.Attribute(("team", "support")))
        {
            stream = tiers.Client.GetStreamingResponseAsync("one two three", null, TestContext.Current.CancellationToken);
        }

        await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("support", Assert.Single(await tiers.EntriesAsync()).Tags["team"]);
    }

    [Theory]
    [InlineData(RoutingMode.Shadow)]
    [InlineData(RoutingMode.Control)]
    public async Task In_shadow_mode_and_in_the_control_group_the_baseline_answers_and_the_decision_is_recorded(RoutingMode mode)
    {
        using var tiers = new TestTiers(options =>
        {
            options.Policies.Add(new TaskKindPolicy("nano", "frontier"));
            Bypass(options, mode);
        });

        Assert.Equal("frontier-1", await tiers.CallAsync(prompt: "Summarise this"));

        RoutingDecision decision = await tiers.DecisionAsync();
        Assert.Equal(("nano-1", mode), (decision.Chosen, decision.Mode));
    }

    [Theory]
    [InlineData(RoutingMode.Shadow)]
    [InlineData(RoutingMode.Control)]
    public async Task What_may_not_leave_its_region_does_not_go_to_the_baseline_either(RoutingMode mode)
    {
        using var tiers = new TestTiers(
            options =>
            {
                Bypass(options, mode);
                options.Restrictions.Add(DeploymentRestriction.For("customer", "acme").Within("eu"));
            },
            static (name, options) => options.Regions.Add(name == "mid-1" ? "eu" : "us"));
        using (FinOps.Attribute(("customer", "acme")))
        {
            Assert.Equal("mid-1", await tiers.CallAsync());
            Assert.Equal("mid-1", await TestMeter.CallAsync(await tiers.Client.SelectAsync([new(ChatRole.User, "one")], null, TestContext.Current.CancellationToken), false));
        }

        Assert.Equal(0, tiers["frontier-1"].Calls);
    }

    [Theory]
    [InlineData(RoutingMode.Shadow)]
    [InlineData(RoutingMode.Control)]
    public async Task A_deployment_that_the_caller_names_answers_in_every_mode(RoutingMode mode)
    {
        using var tiers = new TestTiers(options => Bypass(options, mode));

        Assert.Equal("nano-1", await tiers.CallAsync(options: new ChatOptions { ModelId = "nano-1" }));
    }

    [Fact]
    public async Task The_control_group_has_about_the_share_that_was_asked_for_and_whole_runs()
    {
        using var tiers = new TestTiers(static options => options.ControlShare = 0.3);
        for (int run = 0; run < 400; run++)
        {
            using (FinOps.BeginRun($"run-{run}"))
            {
                await tiers.CallAsync();
                await tiers.CallAsync(prompt: "another question");
            }
        }

        ILookup<string?, RoutingMode> modes = (await tiers.EntriesAsync()).ToLookup(static entry => entry.RunId, static entry => entry.Routing!.Decision!.Mode);
        Assert.All(modes, static run => Assert.Single(run.Distinct()));
        Assert.InRange(modes.Count(static run => run.Contains(RoutingMode.Control)), 90, 150);
    }

    private static void Bypass(RoutingOptions options, RoutingMode mode)
    {
        options.Mode = mode == RoutingMode.Shadow ? RoutingMode.Shadow : RoutingMode.On;
        options.ControlShare = mode == RoutingMode.Control ? 1 : 0;
    }
}
