using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Compression;

public sealed class ContextSelectionTests
{
    private const int Most = 120;

    private static readonly CompressionTarget Gpt5 = new("gpt-5");
    private static readonly TokenCounter Counter = new(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
    private static readonly string Handbook = string.Join(' ', Enumerable.Range(0, 40).Select(static i => $"Section {i} speaks of the canteen, its tables and the colour of its chairs."))
        + " A traveller may carry no more than 23 kg of baggage without a fee. "
        + string.Join(' ', Enumerable.Range(40, 40).Select(static i => $"Section {i} speaks of the garden, its trees and the height of its fences."));

    private readonly PromptCompressor _compressor = new(new PromptCompressionOptions { MaxContextTokens = Most });

    [Fact]
    public void Of_a_long_document_what_the_question_needs_is_sent_within_the_limit()
    {
        CompressedPrompt prompt = _compressor.Compress([Asked("How much baggage may a traveller carry without a fee?")], null, Gpt5);

        string sent = ((TextContent)prompt.Messages[0].Contents[0]).Text;
        Assert.Contains("A traveller may carry no more than 23 kg of baggage without a fee.", sent, StringComparison.Ordinal);
        Assert.InRange(Counter.CountText(sent, "gpt-5").Tokens, Most * 0.8, Most);
        CompressedBlock block = Assert.Single(prompt.Receipt.Blocks);
        Assert.Equal(CompressionStep.Selected, block.Step);
        Assert.NotEmpty(block.Dropped);
        Assert.Equal("How much baggage may a traveller carry without a fee?", ((TextContent)prompt.Messages[0].Contents[1]).Text);
    }

    [Fact]
    public void Where_the_question_has_nothing_to_do_with_the_text_nothing_is_cut_and_the_receipt_says_so()
    {
        ChatMessage message = Asked("Quel temps fera-t-il demain ?");

        CompressedPrompt prompt = _compressor.Compress([message], null, Gpt5);

        Assert.Same(message, prompt.Messages[0]);
        Assert.Contains("Nothing was left out", Assert.Single(prompt.Receipt.Untouched).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_cut_for_one_question_is_sent_the_same_way_when_another_follows()
    {
        ChatMessage first = Asked("How much baggage may a traveller carry without a fee?");
        string sent = Compressed([first]);

        Assert.Equal(sent, Compressed([first, new(ChatRole.Assistant, "23 kg."), new(ChatRole.User, "And what colour have the chairs of the canteen?")]));

        string Compressed(IReadOnlyList<ChatMessage> messages) => ((TextContent)_compressor.Compress(messages, null, Gpt5).Messages[0].Contents[0]).Text;
    }

    [Fact]
    public void Of_a_table_the_rows_that_the_question_names_are_sent_under_their_header()
    {
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1, 150));
        messages[1] = new ChatMessage(ChatRole.User, "What does flight HAT137 cost?");

        string sent = Assert.Single(ToolConversation.ResultsOf(_compressor.Compress(messages, null, Gpt5).Messages));

        Assert.StartsWith("[{flight,origin,destination,seats,price}", sent, StringComparison.Ordinal);
        Assert.Contains("HAT137,DEN,LAS,44,137.50", sent, StringComparison.Ordinal);
        Assert.True(Counter.CountText(sent, "gpt-5").Tokens <= Most);
    }

    [Fact]
    public void A_text_that_was_cut_for_another_question_is_cut_anew_and_not_referred_to()
    {
        List<ChatMessage> messages = ToolConversation.Of(Handbook);
        messages[1] = new ChatMessage(ChatRole.User, "What colour have the chairs of the canteen?");
        messages.Add(new ChatMessage(ChatRole.User, "How much baggage may a traveller carry without a fee?"));
        messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_2", "search")]));
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_2", Handbook)]));

        string[] sent = ToolConversation.ResultsOf(_compressor.Compress(messages, null, Gpt5).Messages);

        Assert.DoesNotContain("23 kg", sent[0], StringComparison.Ordinal);
        Assert.Contains("23 kg", sent[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_that_is_no_table_is_sent_whole()
    {
        string json = "{\"a\":\"" + Handbook + "\"}";

        Assert.Equal([json], ToolConversation.ResultsOf(_compressor.Compress(ToolConversation.Of(json), null, Gpt5).Messages));
    }

    [Fact]
    public void A_result_that_was_cut_says_how_the_model_reads_it_whole()
    {
        List<ChatMessage> messages = ToolConversation.Of(Handbook);
        messages[1] = new ChatMessage(ChatRole.User, "How much baggage may a traveller carry without a fee?");

        string sent = Assert.Single(ToolConversation.ResultsOf(_compressor.Compress(messages, ToolConversation.WithRestore(_compressor), Gpt5).Messages));

        Assert.Contains("23 kg", sent, StringComparison.Ordinal);
        Assert.Contains("[Parts left out, id ", sent, StringComparison.Ordinal);
        Assert.True(Counter.CountText(sent, "gpt-5").Tokens <= Most);
    }

    [Fact]
    public void Texts_that_are_not_marked_are_never_cut()
    {
        ChatMessage message = new(ChatRole.User, [new TextContent(Handbook), new TextContent("How much baggage may a traveller carry?")]);

        Assert.Same(message, _compressor.Compress([message], null, Gpt5).Messages[0]);
    }

    private static ChatMessage Asked(string question) => new(ChatRole.User, [PromptContext.Of(Handbook), new TextContent(question)]);
}
