using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.Benchmarks.EndToEnd;

/// <summary>An OpenAI-compatible server on loopback that streams the same answer to every request: no model, only HTTP and a wait for the first token.</summary>
internal sealed class StreamingServer : IAsyncDisposable
{
    private const int Words = 20;

    private static readonly byte[] First = Event("""{"role":"assistant","content":""}""");

    private static readonly byte[] Rest =
    [
        .. Enumerable.Range(0, Words).SelectMany(static _ => Event("""{"content":"word "}""")),
        .. Event("{}", finishReason: "\"stop\""),
        .. Chunk("""[],"usage":{"prompt_tokens":1200,"completion_tokens":20,"total_tokens":1220}"""),
        .. "data: [DONE]\n\n"u8,
    ];

    private readonly WebApplication _app;

    private StreamingServer(WebApplication app)
    {
        _app = app;
        Endpoint = new Uri(app.Urls.First().TrimEnd('/') + "/v1");
    }

    public Uri Endpoint { get; }

    public static async Task<StreamingServer> StartAsync(TimeSpan firstToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        WebApplication app = builder.Build();
        app.MapPost("/v1/chat/completions", (HttpContext context) => StreamAsync(context, firstToken));
        await app.StartAsync();
        return new StreamingServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task StreamAsync(HttpContext context, TimeSpan firstToken)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        if (firstToken > TimeSpan.Zero)
        {
            await Task.Delay(firstToken);
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.WriteAsync(First);
        await context.Response.Body.FlushAsync();
        await context.Response.Body.WriteAsync(Rest);
    }

    private static byte[] Event(string delta, string finishReason = "null") =>
        Chunk($$"""[{"index":0,"delta":{{delta}},"finish_reason":{{finishReason}}}]""");

    private static byte[] Chunk(string choices) => System.Text.Encoding.UTF8.GetBytes(
        $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1750000000,"model":"gpt-4o-mini-2024-07-18","choices":{{choices}}}""" + "\n\n");
}
