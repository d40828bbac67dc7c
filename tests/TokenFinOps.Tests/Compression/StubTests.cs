using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Compression;

public sealed class StubTests
{
    private static readonly CompressionTarget Uncached = new("gpt-5");

    [Fact]
    public void Old_results_become_stubs_that_name_them_and_the_newest_stay()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 1 });
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1), ToolConversation.Flights(2), ToolConversation.Flights(3));

        CompressedPrompt prompt = compressor.Compress(messages, ToolConversation.WithRestore(compressor), Uncached);

        string[] sent = ToolConversation.ResultsOf(prompt.Messages);
        Assert.StartsWith("[Left out, ", sent[0], StringComparison.Ordinal);
        Assert.StartsWith("[Left out, ", sent[1], StringComparison.Ordinal);
        Assert.NotEqual(sent[0], sent[1]);
        Assert.Equal(ToolConversation.Flights(3).GetRawText(), TabularJson.Decode(sent[2]));
        Assert.Equal([CompressionStep.Stubbed, CompressionStep.Stubbed, CompressionStep.Tabulated], prompt.Receipt.Blocks.Select(static block => block.Step));
    }

    [Fact]
    public void Short_results_count_among_the_newest_that_stay()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 2 });

        string[] sent = ToolConversation.ResultsOf(compressor.Compress(
            ToolConversation.Of(ToolConversation.Flights(1), "Booked.", "Paid."), ToolConversation.WithRestore(compressor), Uncached).Messages);

        Assert.StartsWith("[Left out, ", sent[0], StringComparison.Ordinal);
        Assert.Equal(["Booked.", "Paid."], sent[1..]);
    }

    [Fact]
    public void Nothing_is_left_out_that_the_model_cannot_read_back()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 0 });

        Assert.DoesNotContain(
            compressor.Compress(ToolConversation.Of(ToolConversation.Flights(1), ToolConversation.Flights(2)), new ChatOptions(), Uncached).Receipt.Blocks,
            static block => block.Step == CompressionStep.Stubbed);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(90, 1)]
    public void A_conversation_that_is_taken_up_again_after_the_cache_has_gone_leaves_old_results_out_at_once(int minutes, int stubs)
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 1 });
        DateTimeOffset answered = DateTimeOffset.UnixEpoch;
        List<ChatMessage> messages = [.. ToolConversation.WithLongAnswer(), new(ChatRole.Assistant, "Rain.") { CreatedAt = answered }];
        messages.Add(new ChatMessage(ChatRole.User, "And tomorrow?") { CreatedAt = answered.AddMinutes(minutes) });
        var target = new CompressionTarget("gpt-5", Cache: new PromptCacheRates(1, 0.1m));

        CompressedPrompt prompt = compressor.Compress(messages, ToolConversation.WithRestore(compressor), target);

        Assert.Equal(stubs, prompt.Receipt.Blocks.Count(static block => block.Step == CompressionStep.Stubbed));

        // The same in the next call, however soon it comes.
        messages.Add(new ChatMessage(ChatRole.Assistant, "That one.") { CreatedAt = answered.AddMinutes(minutes + 1) });
        messages.Add(new ChatMessage(ChatRole.User, "Why?") { CreatedAt = answered.AddMinutes(minutes + 2) });
        CompressedPrompt next = compressor.Compress(messages, ToolConversation.WithRestore(compressor), target);
        Assert.Equal(ToolConversation.ResultsOf(prompt.Messages), ToolConversation.ResultsOf(next.Messages));
    }

    [Fact]
    public void Short_results_are_not_worth_a_stub()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 0 });
        List<ChatMessage> messages = ToolConversation.Of("It rains.", "It snows.");

        Assert.Same(messages, compressor.Compress(messages, ToolConversation.WithRestore(compressor), Uncached).Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_model_reads_a_result_back_through_function_invocation(bool streaming)
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 1 });
        List<List<ChatMessage>> sent = [];
        var model = new TestChatClient();
        model.Respond = (messages, _, _) => Task.FromResult(new ChatResponse(Next(messages)));
        model.Stream = (messages, _, _) => new ChatResponse(Next(messages)).ToChatResponseUpdates().ToAsyncEnumerable();
        AIFunction search = AIFunctionFactory.Create(static (int page) => ToolConversation.Flights(page), "search");
        using IChatClient client = new ChatClientBuilder(new PromptCompressionChatClient(model, compressor)).UseFunctionInvocation().Build();

        string answer = await TestMeter.CallAsync(client, streaming, new ChatOptions { Tools = [search, compressor.RestoreFunction] });

        Assert.Equal("Done.", answer);
        Assert.StartsWith("[Left out, ", ToolConversation.ResultsOf(sent[2])[0], StringComparison.Ordinal);
        Assert.Equal(ToolConversation.Flights(1).GetRawText(), TabularJson.Decode(ToolConversation.ResultsOf(sent[3])[2]));

        ChatMessage Next(IEnumerable<ChatMessage> messages)
        {
            sent.Add([.. messages]);
            return sent.Count switch
            {
                1 or 2 => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"call_{sent.Count}", "search", new Dictionary<string, object?> { ["page"] = sent.Count })]),
                3 => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_3", compressor.RestoreFunction.Name, new Dictionary<string, object?> { ["id"] = HandleIn(ToolConversation.ResultsOf(sent[2])[0]) })]),
                _ => new ChatMessage(ChatRole.Assistant, "Done."),
            };
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_result_that_the_application_no_longer_sends_is_read_from_the_store_by_calls_with_the_same_tags(bool streaming)
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 1 });
        var client = new PromptCompressionChatClient(TestChatClient.Answering(), compressor);
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1), ToolConversation.Flights(2));
        string handle = HandleIn(ToolConversation.ResultsOf(compressor.Compress(messages, ToolConversation.WithRestore(compressor), Uncached).Messages)[0]);
        IAsyncEnumerable<ChatResponseUpdate>? stream = null;
        using (FinOps.Attribute(("tenant", "acme")))
        {
            if (streaming)
            {
                stream = client.GetStreamingResponseAsync(messages, ToolConversation.WithRestore(compressor), TestContext.Current.CancellationToken);
            }
            else
            {
                await client.GetResponseAsync(messages, ToolConversation.WithRestore(compressor), TestContext.Current.CancellationToken);
            }
        }

        // A stream belongs to the scope that it was asked for in, wherever it is read.
        await (stream ?? AsyncEnumerable.Empty<ChatResponseUpdate>()).ToChatResponseAsync(TestContext.Current.CancellationToken);
        using (FinOps.Attribute(("tenant", "acme")))
        {
            Assert.Contains("HAT100", await ReadAsync(compressor, handle), StringComparison.Ordinal);
        }

        using (FinOps.Attribute(("tenant", "other")))
        {
            Assert.Contains("Call the tool again", await ReadAsync(compressor, handle), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cached_prefix_is_not_broken_for_what_does_not_pay()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 2 });
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1), ToolConversation.Flights(2, 100), ToolConversation.Flights(3));
        var cached = new CompressionTarget("claude", Cache: new PromptCacheRates(1.25m, 0.1m, 0));

        Assert.DoesNotContain(CompressionStep.Stubbed, StepsFor(cached));
        Assert.Contains(CompressionStep.Stubbed, StepsFor(Uncached));

        IEnumerable<CompressionStep> StepsFor(CompressionTarget target) =>
            compressor.Compress(messages, ToolConversation.WithRestore(compressor), target).Receipt.Blocks.Select(static block => block.Step);
    }

    [Fact]
    public void A_result_that_the_model_has_not_seen_yet_is_sent_in_full()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 0 });
        List<ChatMessage> messages =
        [
            new(ChatRole.User, "Which one is cheapest?"),
            new(ChatRole.Assistant, [new FunctionCallContent("1", "search"), new FunctionCallContent("2", "search")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", ToolConversation.Flights(1)), new FunctionResultContent("2", ToolConversation.Flights(2))]),
        ];

        Assert.All(
            compressor.Compress(messages, ToolConversation.WithRestore(compressor), Uncached).Receipt.Blocks,
            static block => Assert.Equal(CompressionStep.Tabulated, block.Step));
    }

    [Fact]
    public void A_result_that_was_asked_for_again_is_not_a_reference_to_its_stub()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 1 });
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1), ToolConversation.Flights(2), ToolConversation.Flights(1));

        string[] sent = ToolConversation.ResultsOf(compressor.Compress(messages, ToolConversation.WithRestore(compressor), Uncached).Messages);

        Assert.StartsWith("[Left out, ", sent[0], StringComparison.Ordinal);
        Assert.Equal(ToolConversation.Flights(1).GetRawText(), TabularJson.Decode(sent[2]));
    }

    private static async Task<string> ReadAsync(PromptCompressor compressor, string handle) =>
        (await compressor.RestoreFunction.InvokeAsync(new AIFunctionArguments { ["id"] = JsonSerializer.SerializeToElement(handle) }, TestContext.Current.CancellationToken))!.ToString()!;

    private static string HandleIn(string stub) => stub.Split(" id ")[^1].TrimEnd(']');
}
