using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Audits;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class SemanticCacheRegistrationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_line_puts_the_cache_before_the_router_and_the_meter(bool streaming)
    {
        TestChatClient provider = TestChatClient.Answering("the answer", new UsageDetails { InputTokenCount = 1_000, OutputTokenCount = 100 }, "gpt-5-mini");
        var services = new ServiceCollection();
        services.AddTokenFinOps(finOps => finOps
            .AddTier("small", "gpt-5-nano", _ => provider)
            .AddTier("frontier", "gpt-5-mini", _ => provider)
            .AddSemanticCache());
        services.AddChatClient(provider).UseTokenFinOps();
        await using ServiceProvider built = services.BuildServiceProvider();
        var client = built.GetRequiredService<IChatClient>();
        await CachedPipeline.AskAsync(client, [new(ChatRole.User, "How do I reset my password?")], streaming);
        ChatResponse again = await CachedPipeline.AskAsync(client, [new(ChatRole.User, "How do I reset my password?")], streaming);

        List<LedgerEntry> entries = await built.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, true), (provider.Calls, again.GetCacheHit() is not null));
        Assert.Equal([LedgerEntryKind.Attempt, LedgerEntryKind.CacheHit], entries.Select(static entry => entry.Kind));
        Assert.Equal((entries[0].BaselineCost, entries[0].Model), (entries[1].BaselineCost, entries[1].Model));
        Assert.Equal(entries[1].BaselineCost, entries[1].SavingsByLever!.Total);
        Assert.Same(built.GetRequiredService<SemanticCache>(), client.GetService<SemanticCache>());
    }

    [Fact]
    public async Task Without_the_line_there_is_no_cache()
    {
        TestChatClient provider = TestChatClient.Answering();
        var services = new ServiceCollection();
        services.AddTokenFinOps();
        services.AddChatClient(provider).UseTokenFinOps();
        await using ServiceProvider built = services.BuildServiceProvider();
        var client = built.GetRequiredService<IChatClient>();
        await client.GetResponseAsync("same", null, TestContext.Current.CancellationToken);
        await client.GetResponseAsync("same", null, TestContext.Current.CancellationToken);

        Assert.Equal((2, null), (provider.Calls, client.GetService<SemanticCache>()));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(static finOps => finOps.AddSemanticCache(static options =>
        {
            options.ControlShare = 2;
            options.TimeToLive = TimeSpan.Zero;
            options.MaxBytes = 0;
            options.AuditShareOfSavings = -1;
            options.Corroborations = 1;
        })));

        Assert.All(
            (string[])["ControlShare is 2", "TimeToLive is 00:00:00", "MaxBytes is 0", "AuditShareOfSavings is -1", "Corroborations needs a Judge"],
            part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_judge_from_the_services_makes_the_policy_an_audited_one()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(static finOps => finOps.AddSemanticCache(judge: static _ => new ExactAnswerJudge()));
        await using ServiceProvider built = services.BuildServiceProvider();

        Assert.IsType<AuditedAcceptancePolicy>(built.GetRequiredService<SemanticCache>().Policy);
    }

    [Fact]
    public void Without_a_cache_the_client_cannot_be_built() =>
        Assert.Contains("AddSemanticCache", Assert.Throws<InvalidOperationException>(() => new ChatClientBuilder(TestChatClient.Answering()).UseSemanticCache().Build()).Message, StringComparison.Ordinal);
}
