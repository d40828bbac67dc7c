using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace QuickStart.Server;

/// <summary>An OpenAI-compatible endpoint on 127.0.0.1, on ASP.NET Core's own Kestrel, that makes up its answers and counts real tokens.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app, string apiKey)
    {
        _app = app;
        ApiKey = apiKey;
        Endpoint = new Uri(app.Urls.First().TrimEnd('/') + "/v1");
    }

    /// <summary>Gets the base address that clients use, e.g. <c>http://127.0.0.1:43127/v1</c>.</summary>
    public Uri Endpoint { get; }

    public string ApiKey { get; }

    public static async Task<LoopbackServer> StartAsync(LoopbackOptions options, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        WebApplication app = builder.Build();
        Map(app, options);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new LoopbackServer(app, options.ApiKey);
    }

    /// <summary>Serves until the token is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, LoopbackOptions options)
    {
        var tokenizer = new PromptTokenizer();
        var chat = new ChatEndpoint(options, tokenizer);
        var embeddings = new EmbeddingsEndpoint(options, tokenizer);
        app.Use((context, next) => GuardAsync(context, next, options.ApiKey));
        app.MapPost("/v1/chat/completions", chat.HandleAsync);
        app.MapPost("/v1/embeddings", embeddings.HandleAsync);
        app.MapGet("/v1/models", ModelsEndpoint.HandleAsync);
        app.MapFallback(static context => throw ApiException.NotFound(context.Request.Method, context.Request.Path));
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, string apiKey)
    {
        try
        {
            Authorise(context.Request, apiKey);
            await next(context);
        }
        catch (ApiException refusal) when (!context.Response.HasStarted)
        {
            await refusal.WriteAsync(context.Response);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
    }

    private static void Authorise(HttpRequest request, string apiKey)
    {
        const string Scheme = "Bearer ";
        string header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length == Scheme.Length)
        {
            throw ApiException.Unauthorized(
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
                + "(i.e. Authorization: Bearer YOUR_KEY).",
                null);
        }

        byte[] given = Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim());
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(apiKey)))
        {
            throw ApiException.Unauthorized("Incorrect API key provided.", "invalid_api_key");
        }
    }
}
