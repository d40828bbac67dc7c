using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class CachePartitionTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    private static readonly Dictionary<string, Func<ChatOptions, ChatOptions>> OptionChanges = new()
    {
        ["model"] = static options => With(options, static changed => changed.ModelId = "gpt-other"),
        ["instructions"] = static options => With(options, static changed => changed.Instructions = "Answer in French."),
        ["temperature"] = static options => With(options, static changed => changed.Temperature = 0.1f),
        ["top p"] = static options => With(options, static changed => changed.TopP = 0.1f),
        ["top k"] = static options => With(options, static changed => changed.TopK = 3),
        ["seed"] = static options => With(options, static changed => changed.Seed = 7),
        ["length"] = static options => With(options, static changed => changed.MaxOutputTokens = 5),
        ["frequency penalty"] = static options => With(options, static changed => changed.FrequencyPenalty = 1),
        ["presence penalty"] = static options => With(options, static changed => changed.PresencePenalty = 1),
        ["stop sequences"] = static options => With(options, static changed => changed.StopSequences = ["."]),
        ["format"] = static options => With(options, static changed => changed.ResponseFormat = ChatResponseFormat.Json),
        ["schema"] = static options => With(options, static changed => changed.ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema)),
        ["reasoning"] = static options => With(options, static changed => changed.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High }),
        ["extra"] = static options => With(options, static changed => changed.AdditionalProperties = new() { ["service_tier"] = "flex" }),
    };

    private static readonly Dictionary<string, ChatMessage[]> Conversations = new()
    {
        ["alone"] = [new(ChatRole.User, "reset password")],
        ["system"] = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "reset password")],
        ["other system"] = [new(ChatRole.System, "Be verbose."), new(ChatRole.User, "reset password")],
        ["history"] = [new(ChatRole.User, "about the bank"), new(ChatRole.Assistant, "yes?"), new(ChatRole.User, "reset password")],
        ["other answer"] = [new(ChatRole.User, "about the bank"), new(ChatRole.Assistant, "no"), new(ChatRole.User, "reset password")],
        ["other roles"] = [new(ChatRole.Assistant, "about the bank"), new(ChatRole.User, "yes?"), new(ChatRole.User, "reset password")],
        ["split otherwise"] = [new(ChatRole.User, "about the bank"), new(ChatRole.Assistant, [new TextContent("ye"), new TextContent("s?")]), new(ChatRole.User, "reset password")],
        ["named"] = [new(ChatRole.User, "reset password") { AuthorName = "eve" }],
        ["picture before"] = [new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]), new(ChatRole.User, "reset password")],
        ["other picture before"] = [new(ChatRole.User, [new DataContent(new byte[] { 2 }, "image/png")]), new(ChatRole.User, "reset password")],
    };

    public static TheoryData<string> Changes => [.. OptionChanges.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task An_option_that_shapes_the_answer_separates(string change)
    {
        var pipeline = new CachedPipeline();
        var options = new ChatOptions { Temperature = 0.7f };
        await pipeline.AskAsync("reset password", false, options);
        await pipeline.AskAsync("reset password", false, OptionChanges[change](options));
        await pipeline.AskAsync("password reset", false, OptionChanges[change](options));
        await pipeline.AskAsync("password reset", false, options);

        Assert.Equal((2, 2), (pipeline.Provider.Calls, (int)pipeline.Cache.GetStatistics().SemanticHits));
    }

    [Fact]
    public async Task What_was_said_before_separates()
    {
        var pipeline = new CachedPipeline();
        foreach (ChatMessage[] conversation in Conversations.Values)
        {
            Assert.Null((await pipeline.AskAsync(conversation)).GetCacheHit());
        }

        foreach (ChatMessage[] conversation in Conversations.Values)
        {
            Assert.NotNull((await pipeline.AskAsync(conversation)).GetCacheHit());
        }

        Assert.Equal(Conversations.Count, pipeline.Provider.Calls);
    }

    [Fact]
    public async Task Tools_separate_when_requests_with_tools_are_looked_up()
    {
        var pipeline = new CachedPipeline(static options => options.CacheWithTools = true);
        var weather = new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", Schema)] };
        var other = new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("weather", "Tells tomorrow's weather.", Schema)] };
        foreach (ChatOptions? options in (ChatOptions?[])[null, weather, other, weather, other, null])
        {
            await pipeline.AskAsync("reset password", false, options);
        }

        Assert.Equal(3, pipeline.Provider.Calls);
    }

    [Fact]
    public async Task By_default_every_tag_separates_and_by_choice_only_some()
    {
        var strict = new CachedPipeline();
        await strict.AskAsAsync("team", "support", "reset password");
        Assert.Null((await strict.AskAsAsync("team", "sales", "reset password")).GetCacheHit());
        Assert.Null((await strict.AskAsync("reset password")).GetCacheHit());

        var shared = new CachedPipeline(static options => options.PartitionTags = new HashSet<string> { "tenant" });
        await shared.AskAsAsync("team", "support", "reset password");
        Assert.NotNull((await shared.AskAsAsync("team", "sales", "password reset")).GetCacheHit());
        Assert.Null((await shared.AskAsAsync("tenant", "acme", "password reset")).GetCacheHit());
    }

    [Fact]
    public async Task Tags_are_equal_whatever_their_order()
    {
        var pipeline = new CachedPipeline();
        using (FinOps.Attribute(("tenant", "acme"), ("team", "support")))
        {
            await pipeline.AskAsync("reset password");
        }

        using (FinOps.Attribute(("team", "support"), ("tenant", "acme")))
        {
            Assert.NotNull((await pipeline.AskAsync("reset password")).GetCacheHit());
        }
    }

    [Fact]
    public async Task A_new_version_of_what_answers_rest_on_starts_empty()
    {
        var pipeline = new CachedPipeline(static options => options.Version = "kb-1");
        await pipeline.AskAsync("reset password");
        var next = new CachedPipeline(static options => options.Version = "kb-2");

        Assert.NotEqual(await PartitionAsync(pipeline), await PartitionAsync(next));
    }

    [Fact]
    public async Task No_answer_crosses_between_tenants_though_everything_is_similar_to_everything()
    {
        // The policy takes anything: only the partition stands between the tenants.
        var provider = new TestChatClient
        {
            Respond = static (messages, _, _) => Task.FromResult(TestChatClient.Answer($"for {AttributionScope.Current!.Tags["tenant"]}: {messages.Last().Text}", null, "gpt-test")),
        };
        var cache = new SemanticCache(new SemanticCacheOptions { Acceptance = new TakeAnything(), MaxBytes = 1 << 20, MaxLookAlikes = 1_000 }, new TestEmbedder());
        var client = new SemanticCacheChatClient(provider, cache);
        string[] tenants = [.. Enumerable.Range(0, 50).Select(static number => $"tenant-{number}")];
        string[] words = ["reset", "password", "invoice", "plan", "price", "cancel", "order", "refund"];
        var random = new Random(7);
        int hits = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            string tenant = tenants[random.Next(tenants.Length)];
            string question = $"{words[random.Next(words.Length)]} {words[random.Next(words.Length)]}";
            using (AttributionScope.Begin(TagSet.Of(("tenant", tenant))))
            {
                ChatResponse answer = await client.GetResponseAsync(question, null, TestContext.Current.CancellationToken);
                hits += answer.GetCacheHit() is null ? 0 : 1;
                if (!answer.Text.StartsWith($"for {tenant}:", StringComparison.Ordinal))
                {
                    Assert.Fail($"{tenant} was given '{answer.Text}'.");
                }
            }
        }

        Assert.InRange(hits, 900_000, 1_000_000);
    }

    private static async Task<string> PartitionAsync(CachedPipeline pipeline)
    {
        await pipeline.AskAsync("reset password");
        string? partition = null;
        pipeline.Cache.Reader.Read(new([new(ChatRole.User, "reset password")], null, TagSet.Empty, "p", "m", new CacheControl()), out var question);
        partition = question!.Partition;
        return partition;
    }

    private static ChatOptions With(ChatOptions options, Action<ChatOptions> change)
    {
        ChatOptions changed = options.Clone();
        change(changed);
        return changed;
    }

    private sealed class TakeAnything : ICacheAcceptancePolicy
    {
        public float MinimumSimilarity => -1;

        public string Description => "takes anything";

        public AcceptanceDecision Decide(in CacheCandidate candidate) => new(true, "anything");

        public void Observe(in CacheObservation observation)
        {
        }

        public void Forget(string partition, Guid entryId)
        {
        }
    }
}
