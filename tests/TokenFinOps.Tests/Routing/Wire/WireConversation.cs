using System.Text;
using Microsoft.AspNetCore.Http;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>The provider's side of one exchange.</summary>
internal sealed class WireConversation(HttpContext context, IWireProtocol protocol, bool isStreaming)
{
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>Answers, with pauses between the parts.</summary>
    public async Task AnswerAsync(WireAnswer answer, Func<Task>? pause = null)
    {
        if (!isStreaming)
        {
            await (pause?.Invoke() ?? Task.CompletedTask);
            await SendAsync(protocol.Whole(answer));
            return;
        }

        await BeginAsync(answer);
        foreach (string part in protocol.Parts(answer))
        {
            await (pause?.Invoke() ?? Task.CompletedTask);
            await SendAsync(part);
        }

        await SendAsync(protocol.Closing(answer));
    }

    /// <summary>Says 200 and what comes before the first token.</summary>
    public async Task BeginAsync(WireAnswer answer)
    {
        context.Response.ContentType = isStreaming ? protocol.StreamType : "application/json";
        await context.Response.StartAsync(Aborted);
        await SendAsync(isStreaming ? protocol.Opening(answer) : "");
    }

    /// <summary>Says half of the answer.</summary>
    public async Task HalfAsync(WireAnswer answer)
    {
        await BeginAsync(answer);
        await SendAsync(isStreaming ? protocol.Parts(answer).First() : protocol.Whole(answer)[..40]);
    }

    /// <summary>Resets the connection.</summary>
    public async Task CutAsync(params Task[] after)
    {
        await Task.WhenAll(after);
        context.Abort();
    }

    /// <summary>Ends in good order, without an answer.</summary>
    public async Task RefuseAsync(WireAnswer answer, WireReply reply)
    {
        (int status, string body) = BodyOf(answer, reply.Fault);
        context.Response.StatusCode = status;
        context.Response.ContentType = status == 502 ? "text/html" : isStreaming && status == 200 ? protocol.StreamType : "application/json";
        if (reply.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = reply.RetryAfter;
        }

        await SendAsync(body);
    }

    private (int Status, string Body) BodyOf(WireAnswer answer, WireFault fault) => fault switch
    {
        WireFault.RateLimited => (429, protocol.Error("rate_limit_exceeded", "Rate limit reached for requests")),
        WireFault.InternalError => (500, protocol.Error("server_error", "The server had an error")),
        WireFault.BadGateway => (502, "<html><h1>502 Bad Gateway</h1></html>"),
        WireFault.Unavailable => (503, protocol.Error("overloaded", "The model is overloaded")),
        WireFault.MalformedJson => (200, protocol.Malformed(isStreaming)),
        WireFault.EmptyBody => (200, ""),
        WireFault.NoAnswer => (200, protocol.Nothing(answer)),
        WireFault.ErrorInBody => (200, isStreaming ? protocol.ErrorPart("The model is overloaded") : protocol.Error("overloaded", "The model is overloaded")),
        WireFault.TooLong => (400, protocol.Error("context_length_exceeded", "This model's maximum context length is 8192 tokens.")),
        WireFault.ContentFilter => (400, protocol.Error("content_filter", "The response was filtered by the content management policy.")),
        WireFault.Unauthorized => (401, protocol.Error("invalid_api_key", "Incorrect API key provided")),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Has no body of its own."),
    };

    private async Task SendAsync(string text)
    {
        if (text.Length > 0)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), Aborted);
            await context.Response.Body.FlushAsync(Aborted);
        }
    }
}
