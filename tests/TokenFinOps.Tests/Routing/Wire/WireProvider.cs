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
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly IWireProtocol[] Protocols = [new OpenAIProtocol(), new OllamaProtocol()];

    private readonly ConcurrentQueue<WireRequest> _requests = new();
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, int> _waiting = new();

    private WireProvider(WebApplication app, TimeProvider time)
    {
        _app = app;
        _time = time;
    }

    /// <summary>Gets or sets how a request is replied to.</summary>
    public Func<WireRequest, WireReply> Script { get; set; } = static _ => WireFault.None;

    /// <summary>Gets the requests that have come, in their order.</summary>
    public IReadOnlyList<WireRequest> Requests => [.. _requests];

    /// <summary>Gets what a stream that is cut in its middle waits for, so that its first words have arrived.</summary>
    public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>Gets how many requests to a deployment wait for time to pass.</summary>
    public int WaitingAt(string deployment) => _waiting.GetValueOrDefault(deployment);

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
            WireFault.None => wire.AnswerAsync(answer),
            WireFault.SlowStart => SlowStartAsync(wire, request, answer),
            WireFault.SlowWords => wire.AnswerAsync(answer, () => WaitAsync(wire, request, Pause)),
            WireFault.StallBeforeHeaders => WaitAsync(wire, request, Timeout.InfiniteTimeSpan),
            WireFault.StallBeforeFirstToken => StallAsync(wire, request, wire.BeginAsync(answer)),
            WireFault.StallMidStream => StallAsync(wire, request, wire.HalfAsync(answer)),
            WireFault.CutBeforeHeaders => wire.CutAsync(),
            WireFault.CutBeforeFirstToken => wire.CutAsync(wire.BeginAsync(answer)),
            WireFault.CutMidStream => wire.CutAsync(wire.HalfAsync(answer), request.IsStreaming ? Heard.Task : Task.CompletedTask),
            _ => wire.RefuseAsync(answer, reply),
        };
    }

    private async Task SlowStartAsync(WireConversation wire, WireRequest request, WireAnswer answer)
    {
        await WaitAsync(wire, request, Pause);
        await wire.AnswerAsync(answer);
    }

    private async Task StallAsync(WireConversation wire, WireRequest request, Task begun)
    {
        await begun;
        await WaitAsync(wire, request, Timeout.InfiniteTimeSpan);
    }

    private async Task WaitAsync(WireConversation wire, WireRequest request, TimeSpan pause)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(wire.Aborted, _closing.Token);
        Task over = Task.Delay(pause, _time, end.Token);
        _waiting.AddOrUpdate(request.Deployment, 1, static (_, count) => count + 1);
        try
        {
            await over;
        }
        finally
        {
            _waiting.AddOrUpdate(request.Deployment, 0, static (_, count) => count - 1);
        }
    }
}
