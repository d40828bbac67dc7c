using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>What policies say, and how several of them make one decision.</summary>
public sealed class PolicyTests
{
    private static readonly string[] Tiers = ["nano", "mid", "frontier"];

    [Theory]
    [InlineData("Summarise the report.", null, "nano")]
    [InlineData("please translate this", null, "nano")]
    [InlineData("Prove that there are infinitely many primes.", null, "frontier")]
    [InlineData("refactor this class", null, "frontier")]
    [InlineData("What is the capital of France?", null, null)]
    [InlineData("Prove it", "classify", "nano")]
    [InlineData("Classify it", "Reason", "frontier")]
    [InlineData("Classify it", "unheard-of", "nano")]
    [InlineData("classifying is fun", null, null)]
    [InlineData("hello", "7", null)]
    [InlineData("hello", "classify,extract,code", null)]
    [InlineData("", null, null)]
    public void The_kind_of_task_chooses_the_tier_by_tag_or_by_verb(string prompt, string? tag, string? tier)
    {
        TagSet tags = tag is null ? TagSet.Empty : TagSet.Of(("task", tag));

        RoutingOpinion opinion = new TaskKindPolicy("nano", "frontier").Judge(new RoutingRequest([new ChatMessage(ChatRole.User, prompt)], null, tags));

        Assert.Equal(tier, opinion.Tier);
    }

    [Fact]
    public void The_ask_is_what_a_person_said_last()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Classify everything."),
            new(ChatRole.User, "Will it rain?<system-reminder>Prove it.</system-reminder>"),
            new(ChatRole.Assistant, [new FunctionCallContent("1", "weather")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "Summarise this")]),
            new(ChatRole.User, "<system-reminder>The date has changed.</system-reminder>"),
        ];

        Assert.Equal("Will it rain?", new RoutingRequest(messages).Ask);
    }

    [Fact]
    public void Results_of_tools_count_as_input_whatever_they_are()
    {
        using JsonDocument json = JsonDocument.Parse($"[\"{new string('x', 40_000)}\"]");

        long asJson = new RoutingRequest([new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", json.RootElement)])]).InputTokens;
        long asText = new RoutingRequest([new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", json.RootElement.GetRawText())])]).InputTokens;

        Assert.InRange(asText, 10_000, 10_100);
        Assert.InRange(asJson, asText, asText + 50);
    }

    [Theory]
    [InlineData(0.2, "nano")]
    [InlineData(0.21, "frontier")]
    public void A_prompt_with_much_to_gain_goes_up(double score, string tier) =>
        Assert.Equal(tier, new ComplexityPolicy(new Scorer(score), 0.2, "nano", "frontier").Judge(new RoutingRequest([new ChatMessage(ChatRole.User, "hello")])).Tier);

    [Fact]
    public Task Whatever_policies_say_the_first_choice_holds_within_everybodys_bounds() =>
        Gen.Select(Gen.Enum<RoutingOpinionKind>(), Gen.OneOf("nano", "mid", "frontier", "unknown")).Array[0, 6].SampleAsync(
            static async opinions =>
            {
                using var tiers = new TestTiers(options =>
                {
                    foreach ((RoutingOpinionKind kind, string tier) in opinions)
                    {
                        options.Policies.Add(new Fixed(new RoutingOpinion(kind, kind is RoutingOpinionKind.Abstain or RoutingOpinionKind.OneDown ? null : tier, "test")));
                    }
                });

                await tiers.CallAsync();

                RoutingDecision decision = await tiers.DecisionAsync();
                Assert.Equal(Expected(opinions), Array.IndexOf(Tiers, decision.Tier));
                Assert.Equal(opinions.Length, decision.Remarks.Length);
            },
            iter: 300,
            threads: 1);

    [Fact]
    public async Task A_policy_that_fails_has_no_opinion()
    {
        using var tiers = new TestTiers(static options =>
        {
            options.Policies.Add(new Broken());
            options.Policies.Add(new TagRoutingPolicy("feature", "search", "nano"));
        });
        using (FinOps.Attribute(("feature", "search")))
        {
            Assert.Equal("nano-1", await tiers.CallAsync());
        }

        Assert.Equal("failed with InvalidOperationException", (await tiers.DecisionAsync()).Remarks[0].Statement);
    }

    [Fact]
    public async Task A_tier_that_there_is_not_is_said_not_to_be()
    {
        using var tiers = new TestTiers(static options => options.Policies.Add(new Fixed(RoutingOpinion.Prefer("smal", "easy"))));

        await tiers.CallAsync();

        RoutingDecision decision = await tiers.DecisionAsync();
        Assert.Equal("no such tier as smal: easy", Assert.Single(decision.Remarks).Statement);
        Assert.Equal("default", decision.DecidedBy);
    }

    // As it is documented, said in another way than the router does it.
    private static int Expected((RoutingOpinionKind Kind, string Tier)[] opinions)
    {
        (RoutingOpinionKind Kind, int Rank)[] known = [.. opinions.Select(static each => (each.Kind, Rank: Array.IndexOf(Tiers, each.Tier))).Where(static each => each.Rank >= 0 || each.Kind == RoutingOpinionKind.OneDown)];
        (int low, int high) = (0, 2);
        foreach ((RoutingOpinionKind kind, int rank) in known)
        {
            low = kind == RoutingOpinionKind.AtLeast ? Math.Max(low, Math.Min(rank, high)) : low;
            high = kind == RoutingOpinionKind.AtMost ? Math.Min(high, Math.Max(rank, low)) : high;
        }

        int chosen = known.Where(static each => each.Kind == RoutingOpinionKind.Prefer).Select(static each => each.Rank).DefaultIfEmpty(2).First();
        int wanted = Math.Clamp(chosen, low, high);
        return known.Any(static each => each.Kind == RoutingOpinionKind.OneDown) ? Math.Max(low, wanted - 1) : wanted;
    }

    private sealed class Fixed(RoutingOpinion opinion) : IRoutingPolicy
    {
        public string Name => "fixed";

        public RoutingOpinion Judge(RoutingRequest request) => opinion;
    }

    private sealed class Broken : IRoutingPolicy
    {
        public string Name => "broken";

        public RoutingOpinion Judge(RoutingRequest request) => throw new InvalidOperationException();
    }

    private sealed class Scorer(double score) : IPromptScorer
    {
        public double Score(ReadOnlySpan<char> prompt) => score;
    }
}
