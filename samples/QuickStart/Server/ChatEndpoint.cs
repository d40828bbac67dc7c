using System.Text.Json;
using QuickStart.Server.Answers;

namespace QuickStart.Server;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(LoopbackOptions options, PromptTokenizer tokenizer)
{
    private readonly AnswerComposer _composer = new(tokenizer);
    private readonly PrefixCache _cache = new(options.Time);
    private readonly ServerLatency _latency = new(options);

    public async Task HandleAsync(HttpContext context)
    {
        using JsonDocument body = await RequestBody.ReadAsync(context);
        ChatRequest request = ChatRequestParser.Parse(body.RootElement);
        List<int> prompt = tokenizer.Prompt(request);
        if (prompt.Count > request.Model.ContextWindow)
        {
            throw TooLong(request.Model, prompt.Count);
        }

        int cached = _cache.Read(request.Model.Name, prompt);
        var random = new Random(StableSeed(request, prompt));
        Answer answer = _composer.Compose(request, random);
        var json = new CompletionJson(request, $"chatcmpl-{Guid.NewGuid():N}", options.Time.GetUtcNow().ToUnixTimeSeconds(), prompt.Count, cached);
        TimeSpan firstToken = _latency.FirstToken(prompt.Count - cached, answer, random);
        await (request.Stream
            ? StreamAsync(context, request, answer, json, firstToken)
            : SendAsync(context, answer, json, firstToken));
    }

    private async Task SendAsync(HttpContext context, Answer answer, CompletionJson json, TimeSpan firstToken)
    {
        await _latency.WaitAsync(firstToken + _latency.Tokens(answer.VisibleTokens), context.RequestAborted);
        await WireJson.SendAsync(context.Response, json.Whole(answer));
    }

    private async Task StreamAsync(HttpContext context, ChatRequest request, Answer answer, CompletionJson json, TimeSpan firstToken)
    {
        CancellationToken aborted = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        await _latency.WaitAsync(firstToken, aborted);
        await SendEventAsync(context, json.RoleChunk());
        if (answer.ToolName is not null)
        {
            await _latency.WaitAsync(_latency.Tokens(answer.VisibleTokens), aborted);
            await SendEventAsync(context, json.ToolChunk(answer));
        }
        else if (answer.Text.Length > 0)
        {
            foreach (string piece in tokenizer.Pieces(answer.Text, options.TokensPerChunk))
            {
                await _latency.WaitAsync(_latency.Tokens(options.TokensPerChunk), aborted);
                await SendEventAsync(context, json.TextChunk(piece));
            }
        }

        await SendEventAsync(context, json.FinishChunk(answer));
        if (request.IncludeUsage)
        {
            await SendEventAsync(context, json.UsageChunk(answer));
        }

        await SendEventAsync(context, "[DONE]"u8.ToArray());
    }

    private static async Task SendEventAsync(HttpContext context, byte[] data)
    {
        await context.Response.Body.WriteAsync((byte[])[.. "data: "u8, .. data, .. "\n\n"u8], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private int StableSeed(ChatRequest request, List<int> prompt)
    {
        var hash = new StableHash();
        hash.Add(request.Model.Name);
        foreach (int id in prompt)
        {
            hash.Add((uint)id);
        }

        return unchecked((int)hash.Value ^ (options.Seed * 397) ^ request.Seed);
    }

    private static ApiException TooLong(ServedModel model, int tokens) => ApiException.BadRequest(
        $"This model's maximum context length is {model.ContextWindow} tokens. However, your messages resulted in {tokens} tokens. "
            + "Please reduce the length of the messages.",
        "messages",
        "context_length_exceeded");
}
