using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>Providers over HTTP on loopback, each deployment below a path of its own. What they do is scripted; by default they answer.</summary>
/// <remarks>Pauses are taken by the test's clock.</remarks>
internal sealed class WireProvider : IAsyncDisposable
{
    private static readonly IWireProtocol[] Protocols = [new OpenAIProtocol(), new OllamaProtocol()];

    private readonly ConcurrentQueue<WireRequest> _requests = new();
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private int _stalled;

    private WireProvider(WebApplication app, TimeProvider time)
    {
        _app = app;
        _time = time;
    }

    /// <summary>Gets or sets how a request is replied to.</summary>
    public Func<WireRequest, WireReply> Script { get; set; } = static _ => WireFault.None;

    /// <summary>Gets the requests that have come, in their order.</summary>
    public IReadOnlyList<WireRequest> Requests => [.. _requests];

    /// <summary>Gets how many requests wait for nothing.</summary>
    public int Stalled => Volatile.Read(ref _stalled);

    public Uri Root => new(_app.Urls.First().TrimEnd('/') + "/");

    public static async Task<WireProvider> StartAsync(TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        var provider = new WireProvider(builder.Build(), time);
        provider._app.Run(provider.HandleAsync);
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        // Some clients hold connections that they have given up.
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        string[] path = context.Request.Path.Value!.Split('/', 3, StringSplitOptions.RemoveEmptyEntries);
        if (path.Length < 2)
        {
            return;
        }

        string rest = context.Request.Path.Value![(path[0].Length + 2)..];
        IWireProtocol protocol = Protocols.Single(each => each.Path == rest);
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        JsonElement asked = body.RootElement.Clone();
        var request = new WireRequest(path[0], asked, protocol.IsStreaming(asked));
        _requests.Enqueue(request);
        try
        {
            await ReplyAsync(new WireConversation(context, protocol, request.IsStreaming), Script(request), request);
        }
        catch (OperationCanceledException)
        {
            // The client has left, or the test.
            context.Abort();
        }
    }

    private Task ReplyAsync(WireConversation wire, WireReply reply, WireRequest request)
    {
        var answer = new WireAnswer(request, reply.ServiceTier);
        return reply.Fault switch
        {
            WireFault.None => wire.AnswerAsync(answer, TimeSpan.Zero, _time),
            WireFault.SlowStart => SlowStartAsync(wire, answer),
            WireFault.SlowWords => wire.AnswerAsync(answer, TimeSpan.FromSeconds(5), _time),
            WireFault.StallBeforeHeaders => StallAsync(wire),
            WireFault.StallBeforeFirstToken => StallAsync(wire, () => wire.BeginAsync(answer)),
            WireFault.StallMidStream => StallAsync(wire, () => wire.HalfAsync(answer)),
            WireFault.CutBeforeHeaders => wire.CutAsync(),
            WireFault.CutBeforeFirstToken => wire.CutAsync(() => wire.BeginAsync(answer)),
            WireFault.CutMidStream => wire.CutAsync(() => wire.HalfAsync(answer)),
            _ => wire.RefuseAsync(answer, reply),
        };
    }

    private async Task SlowStartAsync(WireConversation wire, WireAnswer answer)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), _time, wire.Aborted);
        await wire.AnswerAsync(answer, TimeSpan.Zero, _time);
    }

    private async Task StallAsync(WireConversation wire, Func<Task>? begin = null)
    {
        await (begin?.Invoke() ?? Task.CompletedTask);
        Interlocked.Increment(ref _stalled);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(wire.Aborted, _closing.Token);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _stalled);
        }
    }
}
