using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Compression;

public sealed class HostileInputTests
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["JSON that is cut off"] = "[{\"id\": 1, \"name\": \"one\"}, {\"id\": 2, \"na]",
        ["JSON with something behind it"] = "{\"id\": 1} {\"id\": 2}",
        ["JSON with a comment"] = "{\"id\": 1 /* one */}",
        ["JSON with a comma too many"] = "[1, 2, 3,]",
        ["numbers that JSON has not"] = "[NaN, Infinity, 0x10]",
        ["a line of a megabyte"] = new string('a', 1_000_000),
        ["a megabyte of brackets"] = new string('[', 500_000) + new string(']', 500_000),
        ["ten thousand levels"] = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000),
        ["half a character"] = "{\"text\": \"\ud83d\"}",
        ["half a character, escaped"] = "{\"text\": \"\\ud83d\", \"more\": 1}",
        ["zeros"] = "\0\0\0{\"id\": 1}\0",
        ["a byte order mark"] = "\ufeff{\"id\": 1}",
        ["nothing but escapes"] = string.Concat(Enumerable.Repeat("\u001b[", 1_000)),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string name in Texts.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_cannot_be_read_is_sent_as_it_came(string name, bool streaming)
    {
        (string sent, LogRecorder<PromptCompressionChatClient> log) = await SendAsync(Texts[name], streaming);

        Assert.Equal(Texts[name], sent);
        Assert.All(log.Entries, static entry => Assert.Equal(LogLevel.Debug, entry.Level));
    }

    [Theory]
    [InlineData("JSON that is cut off", "cannot be read")]
    [InlineData("JSON with a comma too many", "cannot be read")]
    [InlineData("JSON with something behind it", "cannot be read")]
    [InlineData("JSON with a comment", "cannot be read")]
    [InlineData("numbers that JSON has not", "cannot be read")]
    [InlineData("a megabyte of brackets", "cannot be read")]
    [InlineData("ten thousand levels", "cannot be read")]
    [InlineData("half a character", "not valid UTF-16")]
    [InlineData("half a character, escaped", "surrogate")]
    public async Task Why_is_in_the_log_and_nothing_of_the_text(string name, string reason)
    {
        foreach (bool streaming in (bool[])[false, true])
        {
            (_, LogRecorder<PromptCompressionChatClient> log) = await SendAsync(Texts[name], streaming);

            string line = Assert.Single(log.Entries).Message;
            Assert.StartsWith("Content 0 of message 3 is sent as it came.", line, StringComparison.Ordinal);
            Assert.Contains(reason, line, StringComparison.OrdinalIgnoreCase);
            Assert.InRange(line.Length, 50, 300);
        }
    }

    [Theory]
    [InlineData("[{\"a\":1,\"a\":2},{\"a\":3,\"a\":4},{\"a\":5,\"a\":6}]")]
    [InlineData("[{\"\":1,\" \":2},{\"\":3,\" \":4},{\"\":5,\" \":6}]")]
    [InlineData("[{\"a,b\":\"1,2\",\"a:b\":\"]\"},{\"a,b\":\"\\n\",\"a:b\":\"}\"},{\"a,b\":\"-\",\"a:b\":\"\\\"\"}]")]
    [InlineData("[{\"n\":1e999,\"m\":0.1000000000000000000000000000001},{\"n\":-0.0,\"m\":123456789012345678901234567890},{\"n\":1E5,\"m\":1.50}]")]
    [InlineData("[{\"__proto__\":1,\"constructor\":\"x\"},{\"__proto__\":2,\"constructor\":\"y\"},{\"__proto__\":3,\"constructor\":\"z\"}]")]
    public async Task Odd_tables_are_sent_shorter_and_say_the_same(string json)
    {
        string indented = JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, AIJsonUtilities.DefaultOptions);

        (string sent, _) = await SendAsync(indented, streaming: false);

        Assert.True(sent.Length < indented.Length);
        Assert.Equal(json, TabularJson.Decode(sent) ?? sent);
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task Results_that_are_no_text_pass_through(object? result)
    {
        TestChatClient provider = TestChatClient.Answering();
        var client = new PromptCompressionChatClient(provider, new PromptCompressor(Everything()));

        await client.GetResponseAsync(ToolConversation.Of(result), null, TestContext.Current.CancellationToken);

        Assert.Same(result, Assert.Single(provider.Sent.SelectMany(static message => message.Contents).OfType<FunctionResultContent>()).Result);
    }

    public static TheoryData<object?> Objects =>
    [
        new TheoryDataRow<object?>(null),
        new TheoryDataRow<object?>(new DataContent(new byte[] { 1, 2, 3 }, "image/png")),
        new TheoryDataRow<object?>(new Loop()),
    ];

    private static async Task<(string Sent, LogRecorder<PromptCompressionChatClient> Log)> SendAsync(string result, bool streaming)
    {
        TestChatClient provider = TestChatClient.Answering();
        var log = new LogRecorder<PromptCompressionChatClient>();
        var client = new PromptCompressionChatClient(provider, new PromptCompressor(Everything()), null, log);
        List<ChatMessage> messages = ToolConversation.Of(result);
        _ = streaming
            ? await client.GetStreamingResponseAsync(messages, null, TestContext.Current.CancellationToken).ToChatResponseAsync()
            : await client.GetResponseAsync(messages, null, TestContext.Current.CancellationToken);
        return (Assert.Single(ToolConversation.ResultsOf(provider.Sent)), log);
    }

    private static PromptCompressionOptions Everything() => new() { KeepToolResults = 0, AllowUnreadableStubs = true };

    private sealed class Loop
    {
        public Loop Self => this;
    }
}
