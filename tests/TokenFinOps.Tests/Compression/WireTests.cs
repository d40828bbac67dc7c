using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OpenAI;
using OpenAI.Chat;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Tests.Fakes;
using TokenFinOps.Tests.Routing.Wire;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Compression;

/// <summary>What the OpenAI client sends over HTTP, with function invocation around the compressor.</summary>
public sealed class WireTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create(static (string city) => ToolConversation.Flights(1), "weather");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_compressor_a_tools_result_is_sent_with_white_space_that_the_counter_counts(bool streaming)
    {
        string sent = await SentAsync(streaming, compressor: null);

        Assert.Contains("\n    \"flight\"", sent.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var counter = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
        Assert.Equal(counter.CountText(sent, "gpt-5").Tokens, counter.CountOutput([new FunctionResultContent("1", ToolConversation.Flights(1))], "gpt-5").Tokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_it_the_result_is_sent_as_a_table_that_says_the_same(bool streaming)
    {
        string sent = await SentAsync(streaming, new PromptCompressor());

        Assert.StartsWith("[{flight,origin,destination,seats,price}\nHAT100,DEN,LAS,7,100.50\n", sent, StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.Serialize(ToolConversation.Flights(1)), TabularJson.Decode(sent));
    }

    private static async Task<string> SentAsync(bool streaming, PromptCompressor? compressor)
    {
        await using WireProvider provider = await WireProvider.StartAsync(new FakeTimeProvider());
        var options = new OpenAIClientOptions { Endpoint = new Uri(provider.Root, "gpt-5/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
        IChatClient client = new ChatClient("gpt-5", new ApiKeyCredential("no-key"), options).AsIChatClient();
        using IChatClient agent = (compressor is null ? client : new PromptCompressionChatClient(client, compressor)).AsBuilder().UseFunctionInvocation().Build();

        await TestMeter.CallAsync(agent, streaming, new ChatOptions { Tools = [Weather] });

        return provider.Requests[^1].ToolResult!;
    }
}
