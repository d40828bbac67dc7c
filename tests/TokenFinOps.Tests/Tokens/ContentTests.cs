using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

public sealed class ContentTests
{
    private static readonly long Around = TestCounter.OneMessage(new TextContent(string.Empty)).Tokens;

    [Fact]
    public void The_result_of_a_tool_is_counted_as_the_json_that_is_sent()
    {
        var forecast = new Dictionary<string, object?> { ["city"] = "Paris", ["days"] = 3 };
        JsonElement json = JsonSerializer.SerializeToElement("a \"quoted\" line\n");

        Assert.Equal(Text("{\n  \"city\": \"Paris\",\n  \"days\": 3\n}"), Content(new FunctionResultContent("1", forecast)));
        Assert.Equal(Text(JsonSerializer.Serialize(json, AIJsonUtilities.DefaultOptions)), Content(new FunctionResultContent("1", json)));
        Assert.Equal(Text("plain words stay as they are"), Content(new FunctionResultContent("1", "plain words stay as they are")));
        Assert.Equal(0, Content(new FunctionResultContent("1", null)));
    }

    [Fact]
    public void Results_in_one_message_are_messages_of_their_own_on_the_wire()
    {
        var message = new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "sunny"), new FunctionResultContent("2", "sunny")]);

        Assert.Equal(Around + 4 + (2 * Text("sunny")), TestCounter.Exact.CountInput([message], model: "gpt-4o").Tokens);
    }

    [Fact]
    public void A_call_costs_its_name_its_arguments_and_what_is_around_them()
    {
        var call = new FunctionCallContent("1", "get_weather", new Dictionary<string, object?> { ["city"] = "Paris" });

        Assert.InRange(Content(call), Text("get_weather") + Text("{\"city\":\"Paris\"}"), Text("get_weather") + Text("{\"city\":\"Paris\"}") + 16);
    }

    [Fact]
    public void Reasoning_is_counted_and_encrypted_reasoning_estimated()
    {
        Assert.Equal(Text("Let me think about it."), Content(new TextReasoningContent("Let me think about it.")));
        Assert.InRange(Content(new TextReasoningContent(null) { ProtectedData = new string('x', 600) }), 50, 300);
    }

    [Fact]
    public void Text_in_a_file_is_counted_as_text() =>
        Assert.Equal(Text("Zahlen, bitte: äöü"), Content(new DataContent(System.Text.Encoding.UTF8.GetBytes("Zahlen, bitte: äöü"), "text/plain")));

    [Fact]
    public void Sound_video_documents_and_unknown_files_are_estimated_with_a_wide_bound()
    {
        AIContent[] contents =
        [
            new DataContent(new byte[160_000], "audio/mpeg"), new DataContent(new byte[2_500_000], "video/mp4"), new DataContent(new byte[300_000], "application/pdf"),
            new UriContent("https://example.com/talk.wav", "audio/wav"), new HostedFileContent("file-1"), new DataContent(new byte[10], "application/x-odd"),
        ];

        Assert.All(contents, static content =>
        {
            TokenCount count = TestCounter.OneMessage(content);
            Assert.InRange(count.Tokens - Around, 1, 30_000);
            Assert.True(count.AtMost >= 2 * (count.Tokens - Around));
        });
        Assert.Equal(100, Content(contents[0]));
    }

    [Fact]
    public void Odd_content_is_counted_somehow_and_never_throws()
    {
        AIContent[] contents =
        [
            new TextContent(null), new TextContent("\uD800 lone \uDC00"), new FunctionCallContent("1", "f"), new FunctionResultContent("1", new Stubborn()),
            new FunctionResultContent("1", default(JsonElement)), new DataContent("data:image/png;base64,", null), new ErrorContent("refused"),
            new FunctionResultContent("1", new List<AIContent> { new TextContent("sunny"), null! }), new UsageContent(new UsageDetails()), new AIContent(), null!,
            new DataContent(new byte[] { 0xFF, 0xFE, 0x00 }, "text/plain"), new TextReasoningContent(null),
        ];

        TokenCount count = TestCounter.Exact.CountInput([new ChatMessage(ChatRole.User, contents), null!, new ChatMessage(ChatRole.User, (string?)null)], model: "gpt-4o");

        Assert.InRange(count.Tokens, 20, 5_000);
    }

    [Fact]
    public void An_object_that_cannot_be_read_widens_the_bound()
    {
        TokenCount count = TestCounter.OneMessage(new FunctionResultContent("1", new Stubborn()));

        Assert.False(count.IsExact);
    }

    [Fact]
    public void A_model_that_must_call_a_tool_is_told_so_in_fewer_words()
    {
        var options = new ChatOptions { ModelId = "claude-sonnet-4-5", Tools = [new HostedWebSearchTool()] };
        var required = new ChatOptions { ModelId = "claude-sonnet-4-5", Tools = [new HostedWebSearchTool()], ToolMode = ChatToolMode.RequireAny };

        Assert.Equal(346 - 313, TestCounter.Exact.CountInput([], options).Tokens - TestCounter.Exact.CountInput([], required).Tokens);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("gemini-2.5-pro")]
    [InlineData("llama-3.3-70b")]
    [InlineData("something-new")]
    public void Other_providers_messages_tools_and_images_have_their_own_rules_and_a_bound(string model)
    {
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => city, "weather", "Tells the weather."), new HostedWebSearchTool()] };
        ChatMessage[] messages = [new(ChatRole.User, [new TextContent("How is it?"), new DataContent(TestImages.Png(800, 600), "image/png")])];

        TokenCount bare = TestCounter.Exact.CountInput(messages, model: model);
        TokenCount full = TestCounter.Exact.CountInput(messages, options, model);

        Assert.False(bare.IsExact);
        Assert.InRange(bare.Tokens, 260, 2_500);
        Assert.InRange(full.Tokens - bare.Tokens, 100, 900);
        Assert.True(full.AtMost > full.Tokens);
    }

    private static long Text(string text) => TestCounter.Exact.CountText(text, "gpt-4o").Tokens;

    private static long Content(AIContent content) => TestCounter.OneMessage(content).Tokens - Around;

    private sealed class Stubborn
    {
        public static string Shared => "shared";

        public string Value => throw new InvalidOperationException($"No value, {GetHashCode()}.");
    }
}
