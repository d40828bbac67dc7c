using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Compression;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Compression;

public sealed class PromptCompressionChatClientTests
{
    private TestChatClient _provider = TestChatClient.Answering();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_saved_is_on_the_ledger_as_the_compressors(bool streaming)
    {
        var meter = new TestMeter(Provider(new UsageDetails { InputTokenCount = 20_000, OutputTokenCount = 10 }));
        CompressionReceipt receipt = await CallAsync(meter, streaming, new PromptCompressionOptions());

        LedgerEntry entry = await meter.SingleEntryAsync();

        long saved = receipt.TokensBefore - receipt.TokensAfter;
        decimal price = await PriceOfAsync(UsageKind.InputTokens);
        Assert.True(saved > 100);
        Assert.Equal(saved * price, entry.SavingsByLever!.Compressor);
        Assert.Equal(entry.Cost.Effective + (saved * price), entry.BaselineCost);
        Assert.Equal((CompressionMode.On, receipt.TokensBefore, receipt.TokensAfter, saved * price), (entry.Compression!.Mode, entry.Compression.TokensBefore, entry.Compression.TokensAfter, entry.Compression.Saved));
        Assert.Equal([new CompressionSum(CompressionStep.Tabulated, 2, saved)], entry.Compression.Steps);
        Assert.All(ToolConversation.ResultsOf(_provider.Sent), static result => Assert.StartsWith("[{flight,", result, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_provider_read_from_its_cache_is_saved_at_that_price()
    {
        var meter = new TestMeter(Provider(new UsageDetails { InputTokenCount = 20_000, CachedInputTokenCount = 20_000, OutputTokenCount = 10 }));
        CompressionReceipt receipt = await CallAsync(meter, false, new PromptCompressionOptions());

        LedgerEntry entry = await meter.SingleEntryAsync();

        Assert.Equal((receipt.TokensBefore - receipt.TokensAfter) * await PriceOfAsync(UsageKind.CacheReadTokens), entry.SavingsByLever!.Compressor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_shadow_the_prompt_goes_out_as_it_came_and_the_ledger_says_what_would_have_been_saved(bool streaming)
    {
        var meter = new TestMeter(Provider(new UsageDetails { InputTokenCount = 20_000, OutputTokenCount = 10 }));
        CompressionReceipt receipt = await CallAsync(meter, streaming, new PromptCompressionOptions { Mode = CompressionMode.Shadow });

        LedgerEntry entry = await meter.SingleEntryAsync();

        Assert.Null(entry.SavingsByLever);
        Assert.Equal(entry.Cost.Effective, entry.BaselineCost);
        Assert.Equal(CompressionMode.Shadow, entry.Compression!.Mode);
        Assert.Equal((receipt.TokensBefore - receipt.TokensAfter) * await PriceOfAsync(UsageKind.InputTokens), entry.Compression.Saved);
        Assert.All(ToolConversation.ResultsOf(_provider.Sent), static result => Assert.StartsWith("[{\"flight\"", result, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_do_the_entry_says_nothing()
    {
        var meter = new TestMeter(Provider(new UsageDetails { InputTokenCount = 20_000, OutputTokenCount = 10 }));

        await TestMeter.CallAsync(new PromptCompressionChatClient(meter.Client), streaming: false);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Null(entry.Compression);
        Assert.Null(entry.SavingsByLever);
        Assert.Equal(entry.Cost.Effective, entry.BaselineCost);
    }

    [Fact]
    public async Task The_control_group_is_a_share_of_runs_and_always_the_same_ones()
    {
        var meter = new TestMeter(Provider(new UsageDetails { InputTokenCount = 20_000, OutputTokenCount = 10 }));
        for (int pass = 0; pass < 2; pass++)
        {
            for (int run = 0; run < 100; run++)
            {
                using (FinOps.BeginRun($"run-{run}"))
                {
                    await CallAsync(meter, false, new PromptCompressionOptions { ControlShare = 0.3 });
                }
            }
        }

        List<LedgerEntry> entries = await meter.EntriesAsync();

        Assert.All(entries.GroupBy(static entry => entry.RunId), static run => Assert.Single(run.Select(static entry => entry.Compression!.Mode).Distinct()));
        Assert.InRange(entries.Count(static entry => entry.Compression!.Mode == CompressionMode.Control), 40, 80);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failing_observer_costs_the_saving_and_not_the_answer(bool streaming)
    {
        var meter = new TestMeter(Provider(new UsageDetails { InputTokenCount = 20_000, OutputTokenCount = 10 }));
        var compressor = new PromptCompressor(new PromptCompressionOptions { OnCompressed = static _ => throw new InvalidOperationException("No.") });
        var client = new PromptCompressionChatClient(meter.Client, compressor);

        Assert.Equal("hello", (await TestMeter.CallAsync(client, streaming)).Trim());
    }

    [Fact]
    public async Task With_tiers_every_deployments_prompts_are_shortened_and_both_levers_have_their_share()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => finops
            .AddTier("small", "gpt-5-nano", _ => Provider(new UsageDetails { InputTokenCount = 20_000, OutputTokenCount = 10 }, "gpt-5-nano"))
            .AddTier("frontier", "gpt-5", _ => TestChatClient.Answering())
            .ConfigureRouting(static routing => routing.Policies.Add(new TagRoutingPolicy("tier", "small", "small")))
            .AddPromptCompression());
        services.AddChatClient(TestChatClient.Answering("nobody")).UseTokenFinOps();
        await using ServiceProvider provider = services.BuildServiceProvider();

        using (FinOps.Attribute(("tier", "small")))
        {
            await provider.GetRequiredService<IChatClient>().GetResponseAsync(ToolConversation.Of(ToolConversation.Flights(1, 150)), null, TestContext.Current.CancellationToken);
        }

        LedgerEntry entry = Assert.Single(await provider.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.True(entry.SavingsByLever!.Router > 0);
        Assert.True(entry.SavingsByLever.Compressor > 0);
        Assert.Equal(entry.BaselineCost - entry.Cost.Effective, entry.SavingsByLever.Total);
    }

    [Theory]
    [InlineData(false, 0, true)]
    [InlineData(true, 0, true)]
    [InlineData(false, 9_000, false)]
    [InlineData(true, 9_000, false)]
    [InlineData(false, null, false)]
    [InlineData(true, null, false)]
    public async Task A_cache_that_serves_nothing_call_after_call_is_not_spared(bool streaming, int? cached, bool leavesOut)
    {
        var meter = new TestMeter(Provider(new UsageDetails { InputTokenCount = 20_000, CachedInputTokenCount = cached, OutputTokenCount = 10 }));
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 1 });
        var client = new PromptCompressionChatClient(meter.Client, compressor);
        List<ChatMessage> messages = ToolConversation.WithLongAnswer();
        ChatOptions options = ToolConversation.WithRestore(compressor);

        for (int i = 0; i < 21; i++)
        {
            _ = streaming
                ? await client.GetStreamingResponseAsync(messages, options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
                : await client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
            Assert.Equal(leavesOut && i == 20, ToolConversation.ResultsOf(_provider.Sent)[0].StartsWith("[Left out, ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Bad_options_are_refused_with_everything_that_is_wrong()
    {
        var services = new ServiceCollection();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => services.AddTokenFinOps(static finops => finops.AddPromptCompression(static options =>
        {
            options.ControlShare = 2;
            options.KeepToolResults = -1;
        })));

        Assert.Contains("ControlShare is 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("KeepToolResults is -1", exception.Message, StringComparison.Ordinal);
    }

    private TestChatClient Provider(UsageDetails usage, string model = "gpt-test") => _provider = TestChatClient.Answering("hello", usage, model);

    private static async Task<CompressionReceipt> CallAsync(TestMeter meter, bool streaming, PromptCompressionOptions options)
    {
        CompressionReceipt? told = null;
        options.OnCompressed = receipt => told = receipt;
        var client = new PromptCompressionChatClient(meter.Client, new PromptCompressor(options));
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1, 150), ToolConversation.Flights(2, 150));
        _ = streaming
            ? await client.GetStreamingResponseAsync(messages, null, TestContext.Current.CancellationToken).ToChatResponseAsync()
            : await client.GetResponseAsync(messages, null, TestContext.Current.CancellationToken);
        return told!;
    }

    private static async Task<decimal> PriceOfAsync(UsageKind kind)
    {
        var usage = new UsageDetails { InputTokenCount = 1_000, CachedInputTokenCount = kind == UsageKind.CacheReadTokens ? 1_000 : 0, OutputTokenCount = 0 };
        var meter = new TestMeter(TestChatClient.Answering("hello", usage));
        await meter.CallAsync(false);
        return (await meter.SingleEntryAsync()).Cost.Effective!.Value / 1_000;
    }
}
