using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using OpenAI.Chat;
using TokenFinOps.Compression;
using TokenFinOps.Evaluation.Guardrails;
using TokenFinOps.Tokens;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace TokenFinOps.Evaluation.ToolTraffic;

/// <summary>Runs recorded agents again through function invocation, TokenFinOps and the OpenAI client, and counts what that client sends over HTTP.</summary>
internal sealed class ToolLoop : IAsyncDisposable
{
    private readonly ScriptedTransport _transport = new();
    private readonly ServiceProvider _services;
    private readonly IChatClient _client;
    private readonly PromptCompressor? _compressor;
    private readonly ITokenCounter _counter;
    private readonly bool _canStub;

    /// <summary>Initializes a new instance of the <see cref="ToolLoop"/> class.</summary>
    /// <param name="counter">What counts tokens.</param>
    /// <param name="compression">Sets the compressor up; <see langword="null"/> for none.</param>
    /// <param name="canStub">Whether the model gets the tool that reads back what was left out.</param>
    public ToolLoop(ITokenCounter counter, Action<PromptCompressionOptions>? compression, bool canStub = false)
    {
        _counter = counter;
        _canStub = canStub;
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => _ = compression is null ? finops : finops.AddPromptCompression(compression));
        var options = new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(new HttpClient(_transport)), Endpoint = new Uri("http://localhost/v1/") };
        services.AddChatClient(new ChatClient(LosslessFigures.Model, new ApiKeyCredential("none"), options).AsIChatClient())
            .UseFunctionInvocation(configure: static invoking => invoking.MaximumIterationsPerRequest = 1_000)
            .UseTokenFinOps();
        _services = services.BuildServiceProvider();
        _client = _services.GetRequiredService<IChatClient>();
        _compressor = _services.GetService<PromptCompressor>();
    }

    /// <summary>Runs an agent again.</summary>
    /// <returns>The tokens of all messages and tools that were sent, summed over all calls.</returns>
    public async Task<long> RunAsync(AgentTranscript run, CancellationToken cancellationToken)
    {
        _transport.Bodies.Clear();
        ChatOptions options = OptionsOf(run);
        List<AiMessage> history = [];
        for (int i = 0; i < run.Messages.Count; i++)
        {
            AiMessage message = run.Messages[i];
            history.Add(message);
            AiMessage[] answers = [.. run.Messages.Skip(i + 1).TakeWhile(static next => next.Role != ChatRole.User)];
            if (message.Role != ChatRole.User || !answers.Any(static answer => answer.Role == ChatRole.Assistant))
            {
                continue;
            }

            // The last answer of a recording may be a call whose result nobody read; then there is no text to end with.
            AiMessage[] said = [.. answers.Where(static answer => answer.Role == ChatRole.Assistant)];
            _transport.Say(said[^1].Contents.OfType<FunctionCallContent>().Any() ? [.. said, new AiMessage(ChatRole.Assistant, "Done.")] : said);
            ChatResponse response = await _client.GetResponseAsync(history, options, cancellationToken);
            history.AddRange(response.Messages);
            i += answers.Length;
        }

        // Providers do not bill tools as the JSON that they are sent as; the counter knows how they do.
        long tools = _counter.CountInput([], options, LosslessFigures.Model).Tokens;
        return _transport.Bodies.Sum(body => Tokens(body) + tools);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private ChatOptions OptionsOf(AgentTranscript run)
    {
        Dictionary<string, Queue<JsonElement>> results = run.Messages
            .SelectMany(static message => message.Contents)
            .OfType<FunctionResultContent>()
            .GroupBy(static result => result.CallId)
            .ToDictionary(static group => group.Key, static group => new Queue<JsonElement>(group.Select(static result => ToolResults.Typed((string)result.Result!))));
        IEnumerable<AITool> tools = run.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>()
            .Select(static call => call.Name).Distinct().Select(name => new RecordedTool(name, results));
        return new ChatOptions { Tools = _compressor is null || !_canStub ? [.. tools] : [.. tools, _compressor.RestoreFunction] };
    }

    private long Tokens(byte[] body)
    {
        using JsonDocument sent = JsonDocument.Parse(body);
        long tokens = 0;
        foreach (JsonElement message in sent.RootElement.GetProperty("messages").EnumerateArray())
        {
            if (message.TryGetProperty("content", out JsonElement content))
            {
                tokens += content.ValueKind == JsonValueKind.Array ? content.EnumerateArray().Sum(part => Count(part.GetProperty("text"))) : Count(content);
            }

            if (message.TryGetProperty("tool_calls", out JsonElement calls))
            {
                tokens += calls.EnumerateArray().Sum(call => Count(call.GetProperty("function").GetProperty("name")) + Count(call.GetProperty("function").GetProperty("arguments")));
            }
        }

        return tokens;
    }

    private long Count(JsonElement text) => text.ValueKind == JsonValueKind.String ? Count(text.GetString()!) : 0;

    private long Count(string text) => _counter.CountText(text, LosslessFigures.Model).Tokens;
}
