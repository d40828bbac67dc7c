using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Compression.Compaction;

public sealed class ConversationCompactionChatClientTests
{
    private TestChatClient _provider = TestChatClient.Answering();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_compaction_saves_is_on_the_ledger_and_so_is_what_the_summary_cost(bool streaming)
    {
        await using ServiceProvider provider = Services(static finops => finops.AddConversationCompaction(
            static options => (options.MaxTokens, options.TargetTokens, options.SummaryTokens) = (500, 150, 50),
            static services => services.GetRequiredKeyedService<IChatClient>("small")));

        using (FinOps.Attribute(("team", "support")))
        {
            await CallAsync(provider, LongConversation.OfTurns(30), streaming);
        }

        List<LedgerEntry> entries = await EntriesAsync(provider);
        LedgerEntry answer = Assert.Single(entries, static entry => entry.Compression is not null);
        LedgerEntry summary = Assert.Single(entries, static entry => entry.Compression is null);
        CompressionSum step = Assert.Single(answer.Compression!.Steps);
        Assert.Equal((CompressionStep.Compacted, answer.Compression.TokensBefore - answer.Compression.TokensAfter), (step.Step, step.TokensSaved));
        Assert.True(answer.SavingsByLever!.Compressor > 0);
        Assert.Equal(answer.BaselineCost, answer.Cost.Effective + answer.SavingsByLever.Compressor);
        Assert.Equal(("gpt-5-nano", "support", "compaction"), (summary.Model, summary.Tags["team"], summary.Tags["step"]));
        Assert.False(answer.Tags.ContainsKey("step"));
        Assert.Equal((0m, -summary.Cost.Effective), (summary.BaselineCost, summary.SavingsByLever?.Compressor));
        Assert.Equal("Short.", _provider.Sent[1].Text.Split('\n')[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_the_compressor_behind_it_the_entry_says_what_both_did(bool streaming)
    {
        await using ServiceProvider provider = Services(static finops => finops
            .AddConversationCompaction(static options => (options.MaxTokens, options.TargetTokens, options.KeepNewest) = (4_000, 2_500, 1))
            .AddPromptCompression());

        await CallAsync(provider, ToolConversation.Of(Enumerable.Range(1, 8).Select(static seed => (object?)ToolConversation.Flights(seed, 20))), streaming);

        LedgerEntry entry = Assert.Single(await EntriesAsync(provider));
        Assert.Equal([CompressionStep.Compacted, CompressionStep.Tabulated], entry.Compression!.Steps.Select(static step => step.Step));
        Assert.Equal(entry.Compression.TokensBefore - entry.Compression.TokensAfter, entry.Compression.Steps.Sum(static step => step.TokensSaved));
        Assert.Equal(entry.Compression.Saved, entry.SavingsByLever!.Compressor);
        Assert.Equal("Which one is cheapest?", _provider.Sent[1].Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_that_the_provider_keeps_is_left_to_it(bool streaming)
    {
        await using ServiceProvider provider = Services(static finops => finops.AddConversationCompaction(static options => options.MaxTokens = 100));
        List<ChatMessage> messages = LongConversation.OfTurns(30);

        await CallAsync(provider, messages, streaming, new ChatOptions { ConversationId = "kept" });

        Assert.Equal(messages, _provider.Sent);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task In_shadow_and_in_the_control_group_conversations_go_out_as_they_came_and_the_ledger_says_what_would_have_been_saved(bool streaming, bool isControl)
    {
        await using ServiceProvider provider = Services(finops => finops.AddConversationCompaction(
            options =>
            {
                (options.MaxTokens, options.TargetTokens, options.SummaryTokens) = (500, 150, 50);
                (options.Mode, options.ControlShare) = isControl ? (CompressionMode.On, 1) : (CompressionMode.Shadow, 0);
            },
            static services => services.GetRequiredKeyedService<IChatClient>("small")));
        List<ChatMessage> messages = LongConversation.OfTurns(30);

        await CallAsync(provider, messages, streaming);

        LedgerEntry entry = Assert.Single(await EntriesAsync(provider));
        Assert.Equal(messages, _provider.Sent);
        Assert.Equal(isControl ? CompressionMode.Control : CompressionMode.Shadow, entry.Compression!.Mode);
        Assert.True(entry.Compression.TokensAfter < 500 && entry.Compression.TokensBefore > 500);
        Assert.True(entry.Compression.Saved > 0);
        Assert.Null(entry.SavingsByLever);
        Assert.Equal(entry.Cost.Effective, entry.BaselineCost);
    }

    [Fact]
    public void Bad_options_are_refused_with_everything_that_is_wrong()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(static finops => finops.AddConversationCompaction(static options =>
        {
            (options.MaxTokens, options.TargetTokens, options.KeepNewest) = (100, 100, -1);
        })));

        Assert.Contains("TargetTokens is 100; set less than MaxTokens, which is 100", exception.Message, StringComparison.Ordinal);
        Assert.Contains("KeepNewest is -1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_compactor_the_client_says_how_to_get_one()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps();
        services.AddChatClient(TestChatClient.Answering()).UseConversationCompaction().UseTokenFinOps();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => services.BuildServiceProvider().GetRequiredService<IChatClient>());

        Assert.Contains("AddConversationCompaction", exception.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Services(Action<TokenFinOpsBuilder> configure)
    {
        var usage = new UsageDetails { InputTokenCount = 20_000, OutputTokenCount = 10 };
        var services = new ServiceCollection();
        services.AddTokenFinOps(configure);
        services.AddKeyedChatClient("small", TestChatClient.Answering("Short.", usage, "gpt-5-nano")).UseTokenFinOps();
        services.AddChatClient(_provider = TestChatClient.Answering("hello", usage, "gpt-5")).UseConversationCompaction().UseTokenFinOps();
        return services.BuildServiceProvider();
    }

    private static async Task CallAsync(ServiceProvider provider, List<ChatMessage> messages, bool streaming, ChatOptions? options = null)
    {
        IChatClient client = provider.GetRequiredService<IChatClient>();
        _ = streaming
            ? await client.GetStreamingResponseAsync(messages, options, TestContext.Current.CancellationToken).ToChatResponseAsync()
            : await client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
    }

    private static async Task<List<LedgerEntry>> EntriesAsync(ServiceProvider provider) =>
        await provider.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
