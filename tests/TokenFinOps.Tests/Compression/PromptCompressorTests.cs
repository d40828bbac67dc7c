using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Tests.Compression;

public sealed class PromptCompressorTests
{
    private static readonly CompressionTarget Gpt5 = new("gpt-5");

    private readonly PromptCompressor _compressor = new();

    [Fact]
    public void A_tool_result_is_sent_in_fewer_tokens_and_says_the_same()
    {
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1));

        CompressedPrompt prompt = _compressor.Compress(messages, null, Gpt5);

        string sent = Assert.Single(ToolConversation.ResultsOf(prompt.Messages));
        Assert.Equal(ToolConversation.Flights(1).GetRawText(), TabularJson.Decode(sent));
        CompressedBlock block = Assert.Single(prompt.Receipt.Blocks);
        Assert.Equal((3, 0, CompressionStep.Tabulated), (block.Message, block.Content, block.Step));
        Assert.True(block.TokensAfter < 0.5 * block.TokensBefore, $"{block}");
        Assert.Equal(block.TokensBefore - block.TokensAfter, prompt.Receipt.TokensBefore - prompt.Receipt.TokensAfter);
    }

    [Fact]
    public void The_callers_messages_are_not_touched()
    {
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1), "text");
        object?[] before = [.. messages.SelectMany(static message => message.Contents)];

        CompressedPrompt prompt = _compressor.Compress(messages, null, Gpt5);

        Assert.Equal(before, messages.SelectMany(static message => message.Contents));
        Assert.Same(messages, prompt.Original);
        Assert.Same(messages[0], prompt.Messages[0]);
        Assert.NotSame(messages[3], prompt.Messages[3]);
    }

    [Theory]
    [InlineData("It rains in Bern.", "It rains in Bern.")]
    [InlineData("line one  \n\n\n\n\u001b[31mline two\u001b[0m", "line one\n\nline two")]
    [InlineData("def a():  \n    pass\n\n\n\ndef b():\n", "def a():  \n    pass\n\n\n\ndef b():\n")]
    [InlineData("\u001b[1mname\u001b[0m\tsize\t\n", "name\tsize\t\n")]
    [InlineData("\"It rains, said the \\\"weather\\\".\"", "\"It rains, said the \\\"weather\\\".\"")]
    [InlineData("{\"a\": \"\\u00fc\",  \"b\": 1.10}", "{\"a\":\"ü\",\"b\":1.10}")]
    [InlineData("{\"a\": oops}", "{\"a\": oops}")]
    [InlineData("12", "12")]
    [InlineData("", "")]
    public void A_text_is_sent_as_short_as_it_can_be_said(string result, string sent)
    {
        Assert.Equal([sent], ToolConversation.ResultsOf(_compressor.Compress(ToolConversation.Of(result), null, Gpt5).Messages));
    }

    [Theory]
    [InlineData("\"\\ud83d\\ude00 It rains.\"", "\ud83d\ude00 It rains.")]
    [InlineData("\"{\\\"a\\\": [1, 2]}\"", "{\"a\":[1,2]}")]
    [InlineData("\"12\"", null)]
    [InlineData("\"true\"", null)]
    [InlineData("\"\\\"quoted\\\"\"", null)]
    [InlineData("\"\"", null)]
    public void A_text_that_a_function_returns_loses_its_escapes_unless_it_would_be_taken_for_something_else(string json, string? sent)
    {
        object? result = _compressor.Compress(ToolConversation.Of(ToolConversation.Json(json)), null, Gpt5).Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result;

        Assert.Equal(sent, result as string);
    }

    [Fact]
    public void What_stands_in_the_prompt_twice_is_sent_once()
    {
        CompressedPrompt prompt = _compressor.Compress(ToolConversation.Of(ToolConversation.Flights(1), ToolConversation.Flights(2), ToolConversation.Flights(1)), null, Gpt5);

        Assert.Equal("[Same as the result of search call_1 above.]", ToolConversation.ResultsOf(prompt.Messages)[2]);
        Assert.Equal([CompressionStep.Tabulated, CompressionStep.Tabulated, CompressionStep.Deduplicated], prompt.Receipt.Blocks.Select(static block => block.Step));
    }

    [Fact]
    public void An_id_that_several_calls_have_is_not_referred_to()
    {
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1), ToolConversation.Flights(2), ToolConversation.Flights(1));
        messages[5].Contents = [new FunctionResultContent("call_1", ToolConversation.Flights(2))];

        Assert.DoesNotContain(_compressor.Compress(messages, null, Gpt5).Receipt.Blocks, static block => block.Step == CompressionStep.Deduplicated);
    }

    [Fact]
    public void Nothing_but_tool_results_is_ever_touched()
    {
        const string Json = "{ \"a\" :   1 }";
        List<ChatMessage> messages =
        [
            new(ChatRole.System, Json),
            new(ChatRole.User, Json),
            new(ChatRole.Assistant, [new TextReasoningContent(Json) { ProtectedData = "signed" }, new TextContent(Json), new FunctionCallContent("1", Json)]),
            new(ChatRole.Tool, [new FunctionResultContent("1", Json) { RawRepresentation = new object() }]),
            new(ChatRole.Tool, [new FunctionResultContent("2", Json)]) { RawRepresentation = new object() },
            new(ChatRole.Tool, [new FunctionResultContent("3", new TextContent(Json))]),
            new(ChatRole.User, Json),
        ];

        Assert.Same(messages, _compressor.Compress(messages, null, Gpt5).Messages);
    }

    [Fact]
    public void Results_of_excluded_tools_are_sent_as_they_came()
    {
        var options = new PromptCompressionOptions();
        options.ExcludedTools.Add("search");
        List<ChatMessage> messages = ToolConversation.Of(ToolConversation.Flights(1));

        Assert.Same(messages, new PromptCompressor(options).Compress(messages, null, Gpt5).Messages);
    }

    [Fact]
    public void Invalid_text_is_sent_as_it_came_and_the_receipt_says_why()
    {
        CompressedPrompt prompt = _compressor.Compress(ToolConversation.Of("{\"a\":   \"\ud83d\"}"), null, Gpt5);

        Assert.Equal(["{\"a\":   \"\ud83d\"}"], ToolConversation.ResultsOf(prompt.Messages));
        Assert.Contains("UTF-16", Assert.Single(prompt.Receipt.Untouched).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_escaped_half_of_a_character_is_sent_as_it_came()
    {
        const string Json = "[ {\"a\": \"\\ud83d\"}, {\"a\": \"x\"} ]";

        CompressedPrompt prompt = _compressor.Compress(ToolConversation.Of(Json), null, Gpt5);

        Assert.Equal([Json], ToolConversation.ResultsOf(prompt.Messages));
        Assert.Single(prompt.Receipt.Untouched);
    }

    [Fact]
    public void Deeply_nested_json_is_sent_as_it_came()
    {
        string deep = new string('[', 10_000) + new string(']', 10_000);

        Assert.Equal([deep], ToolConversation.ResultsOf(_compressor.Compress(ToolConversation.Of(deep), null, Gpt5).Messages));
    }

    [Fact]
    public void A_result_whose_getters_throw_is_sent_as_it_came()
    {
        List<ChatMessage> messages = ToolConversation.Of(new Throwing());

        Assert.Same(messages, _compressor.Compress(messages, null, Gpt5).Messages);
    }

    [Fact]
    public void Two_processes_make_the_same_bytes_of_a_conversation_and_a_longer_one_begins_with_them()
    {
        object?[] results = [ToolConversation.Flights(1), "text", ToolConversation.Flights(1), ToolConversation.Flights(3)];
        string[] shorter = ToolConversation.ResultsOf(_compressor.Compress(ToolConversation.Of(results[..3]), null, Gpt5).Messages);

        string[] longer = ToolConversation.ResultsOf(new PromptCompressor().Compress(ToolConversation.Of(results), null, Gpt5).Messages);

        Assert.Equal(shorter, longer[..3]);
    }

    [Fact]
    public void Any_text_is_sent_in_as_many_tokens_or_fewer_and_json_reads_back_equal()
    {
        Texts.Array[1, 3].Sample(
            texts =>
            {
                CompressedPrompt prompt = _compressor.Compress(ToolConversation.Of(texts), null, Gpt5);
                Assert.True(prompt.Receipt.TokensAfter <= prompt.Receipt.TokensBefore);
                Assert.All(texts.Zip(ToolConversation.ResultsOf(prompt.Messages)), static pair => Assert.True(SaysTheSame(pair.First, pair.Second), $"{pair}"));
            },
            iter: 3_000,
            seed: "0000kAtA10g7");
    }

    [Fact]
    public void Nothing_protected_is_touched_in_ten_thousand_prompts()
    {
        var compressor = new PromptCompressor(new PromptCompressionOptions { KeepToolResults = 0, MaxContextTokens = 50 });
        ChatOptions options = ToolConversation.WithRestore(compressor);
        Gen.Select(Role, Texts).Array[1, 12].Sample(
            turns =>
            {
                List<ChatMessage> messages = [.. turns.Select(static (turn, i) => Message(turn.Item1, turn.Item2, i))];
                CompressedPrompt prompt = compressor.Compress(messages, options, Gpt5);
                Assert.Equal(messages.Count, prompt.Messages.Count);
                Assert.All(messages.Zip(prompt.Messages), static pair =>
                {
                    Assert.Equal((pair.First.Role, pair.First.Contents.Count), (pair.Second.Role, pair.Second.Contents.Count));
                    Assert.All(pair.First.Contents.Zip(pair.Second.Contents), static contents =>
                        Assert.True(ReferenceEquals(contents.First, contents.Second) || contents.First is FunctionResultContent || PromptContext.IsMarked(contents.First)));
                });
            },
            iter: 10_000,
            seed: "0000kAtA10g8");
    }

    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.Const("not"), Gen.Const("no more than 4"), Gen.Const("3.50 €"), Gen.Const("-17 °C"), Gen.Const("unless"), Gen.Const("{\"id\": \"A-1\", \"n\": 1.10}"),
        Gen.Const("`x = -1`"), Gen.Const("\n```\nint x = 007;\n```\n"), Gen.Const("не менее 5"), Gen.Const("不超过三个。"), Gen.Const("ไม่เกิน"), Gen.Const("لا"), Gen.Const("ORD-2024-0007"),
        Gen.Const("\u001b[31m"), Gen.Const("\"quoted\""), Gen.String[Gen.Char, 0, 8]);

    private static readonly Gen<string> Texts = Gen.OneOf(
        Words.Array[0, 40].Select(static words => string.Join(' ', words)),
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char["{}[]\",:\\ \n\u001b`ab01\ud83d\ude00"]), 0, 60],
        Gen.Select(Words, Gen.Int[1, 9]).Array[1, 30].Select(static rows => JsonSerializer.Serialize(rows.Select(static row => new { name = row.Item1, count = row.Item2 }))));

    private static readonly Gen<int> Role = Gen.Int[0, 6];

    private static ChatMessage Message(int kind, string text, int index) => kind switch
    {
        0 => new ChatMessage(ChatRole.System, text),
        1 => new ChatMessage(ChatRole.User, text),
        2 => new ChatMessage(ChatRole.Assistant, [new TextReasoningContent(text) { ProtectedData = text }, new TextContent(text), new FunctionCallContent($"call_{index + 1}", "search", new Dictionary<string, object?> { ["q"] = text })]),
        3 => new ChatMessage(ChatRole.User, [PromptContext.Of(text), new TextContent(text)]),
        4 => new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call_{index}", text) { RawRepresentation = text }, new FunctionResultContent($"call_{index}", text)]),
        _ => new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call_{index}", text)]),
    };

    // A reference names an equal result; a terminal's output may lose what only a terminal reads.
    private static bool SaysTheSame(string text, string sent)
    {
        if (text == sent || sent.StartsWith("[Same as the result of ", StringComparison.Ordinal) || (text.Contains('\u001b', StringComparison.Ordinal) && sent == TextTidy.Tidy(text)))
        {
            return true;
        }

        using JsonDocument before = JsonDocument.Parse(text);
        using JsonDocument after = JsonDocument.Parse(TabularJson.Decode(sent));
        return JsonElement.DeepEquals(before.RootElement, after.RootElement);
    }

    private sealed class Throwing
    {
        public string Name => throw new NotSupportedException("No.");
    }
}
