using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>What counts as being in a provider's prompt cache: what this prompt begins with, and nothing else.</summary>
public sealed class PromptCacheTests
{
    private readonly WantedTier _wanted = new("frontier");

    [Fact]
    public async Task What_another_conversation_said_after_the_same_greeting_is_not_warm()
    {
        using TestTiers tiers = Tiers();
        await AskAsync(tiers, [.. Greeting(), new(ChatRole.User, new string('x', 200_000))]);
        _wanted.Tier = "mid";

        Assert.Equal("mid-1", await AskAsync(tiers, [.. Greeting(), new(ChatRole.User, new string('y', 200_000))]));
    }

    [Fact]
    public async Task A_conversation_stays_warm_while_others_begin_with_the_same_greeting()
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> messages = [.. Greeting(), new(ChatRole.User, new string('x', 200_000))];
        await AskAsync(tiers, messages);
        _wanted.Tier = "mid";
        await AskAsync(tiers, [.. Greeting(), new(ChatRole.User, new string('y', 200_000))]);

        Assert.Equal("frontier-1", await AskAsync(tiers, [.. messages, new(ChatRole.Assistant, "hello"), new(ChatRole.User, "second")]));
    }

    [Fact]
    public async Task A_prompt_whose_last_message_was_rewritten_is_warm_up_to_there()
    {
        using TestTiers tiers = Tiers();
        ChatMessage document = new(ChatRole.User, new string('x', 200_000));
        await AskAsync(tiers, [document, new(ChatRole.User, "one <system-reminder>now</system-reminder>")]);
        _wanted.Tier = "mid";

        Assert.Equal("frontier-1", await AskAsync(tiers, [document, new(ChatRole.User, "one"), new(ChatRole.Assistant, "hello"), new(ChatRole.User, "two")]));
    }

    [Fact]
    public async Task A_prompt_with_other_instructions_begins_otherwise_and_is_not_warm()
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> messages = [new(ChatRole.User, new string('x', 200_000))];
        await AskAsync(tiers, messages, "Be brief.");
        _wanted.Tier = "mid";

        Assert.Equal("mid-1", await AskAsync(tiers, messages, "Be long."));
    }

    [Fact]
    public async Task What_two_deployments_have_read_is_warm_at_both()
    {
        using TestTiers tiers = Tiers();
        List<ChatMessage> messages = [new(ChatRole.User, new string('x', 200_000))];
        await AskAsync(tiers, messages);
        _wanted.Tier = "mid";
        tiers.Time.Advance(TimeSpan.FromMinutes(6));
        await AskAsync(tiers, messages);
        _wanted.Tier = "frontier";
        await AskAsync(tiers, [.. messages, new(ChatRole.Assistant, "hello"), new(ChatRole.User, "two")]);
        _wanted.Tier = "mid";

        await AskAsync(tiers, [.. messages, new(ChatRole.Assistant, "hello"), new(ChatRole.User, "two"), new(ChatRole.Assistant, "hello"), new(ChatRole.User, "three")]);

        // Mid has all but the newest turn, and need not read it at its full price.
        RoutingDecision decision = (await tiers.EntriesAsync())[^1].Routing!.Decision!;
        Assert.Equal("mid-1", decision.Chosen);
        Assert.InRange(decision.Candidates.Single(static each => each.Deployment == "mid-1").EstimatedCost!.Value, 0.005m, 0.006m);
    }

    [Fact]
    public async Task A_conversation_stays_with_the_free_replica_that_has_read_it()
    {
        using var tiers = new TestTiers(static options => options.DefaultTier = "nano", static (name, options) =>
            options.Kind = name.StartsWith("nano", StringComparison.Ordinal) ? DeploymentKind.SelfHosted : DeploymentKind.Api, ("nano-2", "nano"));
        tiers.Prices.RemoveAll(static prices => prices.Model.StartsWith("nano", StringComparison.Ordinal));
        List<ChatMessage> messages = [new(ChatRole.System, new string('x', 200_000)), new(ChatRole.User, "first")];
        Deployment first = tiers.Client.Deployments.Single(static each => each.Name == "nano-1");
        Assert.True(first.Health.TryEnter(out HealthTicket ticket));
        Assert.Equal("nano-2", await AskAsync(tiers, messages));
        first.Health.Left(ticket);
        messages.AddRange([new(ChatRole.Assistant, "hello"), new(ChatRole.User, "second")]);

        Assert.Equal("nano-2", await AskAsync(tiers, messages));

        tiers.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("nano-1", await AskAsync(tiers, messages));
    }

    // One turn to come, so that only what is cached now can hold a conversation back.
    private TestTiers Tiers()
    {
        var tiers = new TestTiers(options =>
        {
            options.Policies.Add(_wanted);
            options.ExpectedTurns = 1;
        });
        foreach (string name in (string[])["frontier-1", "mid-1"])
        {
            tiers[name].Respond = (_, _, _) => Task.FromResult(TestChatClient.Answer("hello", TestTiers.Usage(50_000, 10), name));
        }

        return tiers;
    }

    private static ChatMessage[] Greeting() => [new(ChatRole.User, "hi"), new(ChatRole.Assistant, "hello")];

    private static async Task<string> AskAsync(TestTiers tiers, List<ChatMessage> messages, string? instructions = null) =>
        (await tiers.Client.GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = 10, Instructions = instructions }, TestContext.Current.CancellationToken)).ModelId!;
}
