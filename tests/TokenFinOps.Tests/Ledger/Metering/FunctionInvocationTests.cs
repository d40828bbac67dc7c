using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class FunctionInvocationTests
{
    private readonly ChatOptions _options = new() { Tools = [AIFunctionFactory.Create(static () => "sunny", "weather")] };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Inside_function_invocation_every_model_call_is_an_entry_of_one_run(bool streaming)
    {
        var meter = new TestMeter(CallingTools(rounds: 2));
        using var client = new FunctionInvokingChatClient(meter.Client);

        using (AttributionScope run = FinOps.BeginRun(("feature", "agent")))
        {
            await TestMeter.CallAsync(client, streaming, _options);
        }

        List<LedgerEntry> entries = await meter.EntriesAsync();
        Assert.Equal(3, entries.Count);
        Assert.All(entries, static entry => Assert.Equal(Usage.Of(input: 100, output: 10), entry.Usage));
        Assert.Single(entries.Select(static entry => entry.RunId).Distinct());
        Assert.All(entries, static entry => Assert.Equal("agent", entry.Tags["feature"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Outside_function_invocation_the_sum_is_one_entry_marked_as_such_and_one_warning_says_why(bool streaming)
    {
        var log = new LogRecorder<CostRecorder>();
        var ledger = new InMemoryCostLedger();
        var recorder = new CostRecorder(ledger, new TestPrices(), logger: log);
        using var client = new MeteringChatClient(new FunctionInvokingChatClient(CallingTools(rounds: 2)), recorder);

        await TestMeter.CallAsync(client, streaming, _options);
        await TestMeter.CallAsync(client, streaming, _options);

        List<LedgerEntry> entries = await ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, entries.Count);
        Assert.Equal(Usage.Of(input: 300, output: 30), entries[0].Usage);
        Assert.All(entries, static entry => Assert.True(entry.Notes.HasFlag(MeteringNotes.MayBeSum)));
        Assert.Single(log.Entries, static entry => entry.Message.Contains("function invocation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attribution_client_outermost_keeps_the_tags_of_a_stream_that_is_read_after_its_scope_closed()
    {
        var meter = new TestMeter(CallingTools(rounds: 1));
        using var client = new AttributionChatClient(new FunctionInvokingChatClient(meter.Client), TagSet.Of(("channel", "web")));

        IAsyncEnumerable<ChatResponseUpdate> stream;
        using (FinOps.Attribute(("team", "support")))
        {
            stream = client.GetStreamingResponseAsync("hi", _options, TestContext.Current.CancellationToken);
        }

        await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);

        List<LedgerEntry> entries = await meter.EntriesAsync();
        Assert.Equal(2, entries.Count);
        Assert.All(entries, static entry => Assert.Equal(TagSet.Of(("team", "support"), ("channel", "web")), entry.Tags));
        Assert.Null(AttributionScope.Current);
    }

    // Each test client counts its own rounds: a conversation that already holds as many tool results gets its answer.
    private static TestChatClient CallingTools(int rounds) => new()
    {
        Respond = (messages, _, _) => Task.FromResult(Next(messages, rounds)),
        Stream = (messages, _, _) => Next(messages, rounds).ToChatResponseUpdates().ToAsyncEnumerable(),
    };

    private static ChatResponse Next(IEnumerable<ChatMessage> messages, int rounds)
    {
        int round = messages.Count(static message => message.Role == ChatRole.Tool);
        AIContent content = round < rounds ? new FunctionCallContent($"call-{round}", "weather") : new TextContent("it is sunny");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
        {
            ModelId = "gpt-test",
            ResponseId = $"response-{round}",
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
        };
    }
}
