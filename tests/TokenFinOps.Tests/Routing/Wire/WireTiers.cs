using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OllamaSharp;
using OpenAI;
using OpenAI.Chat;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>A router whose deployments are the OpenAI client and OllamaSharp, each in front of a provider on loopback.</summary>
/// <remarks>
/// The tier is <c>any</c>, and the order that of the deployments' prices: 1, 2, 3, … USD per million input tokens, four times that for output, a tenth for cached input. Time is the
/// test's own: it passes only while all attempts under way wait for it, so that nothing depends on how fast the machine is.
/// </remarks>
internal sealed class WireTiers : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private PriceCatalogue? _catalogue;

    private WireTiers(FakeTimeProvider time, WireProvider provider)
    {
        Time = time;
        Provider = provider;
    }

    public FakeTimeProvider Time { get; }

    public WireProvider Provider { get; }

    public InMemoryCostLedger Ledger { get; } = new();

    public TieringChatClient Client { get; private set; } = null!;

    /// <summary>Starts providers whose names say how they speak: <c>ollama-…</c> or anything else for OpenAI.</summary>
    public static async Task<WireTiers> StartAsync(Action<RoutingOptions>? configure, params string[] deployments)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-10T12:00:00Z", null));
        var tiers = new WireTiers(time, await WireProvider.StartAsync(time));
        var options = new RoutingOptions { IsSticky = false, AnswerTimeout = TimeSpan.FromMinutes(1), StallTimeout = TimeSpan.FromMinutes(1) };
        options.AddTier("any", tier =>
        {
            foreach (string name in deployments)
            {
                tier.AddDeployment(name, name, _ => tiers.Connect(name), each =>
                {
                    each.Kind = IsOllama(name) ? DeploymentKind.SelfHosted : DeploymentKind.Api;
                    each.Metering.Provider = IsOllama(name) ? "ollama" : "openai";
                });
            }
        });
        configure?.Invoke(options);
        var prices = new TestPrices { Source = () => tiers._catalogue ??= new PriceCatalogue("wire-1", [.. deployments.Select(PricesOf)]) };
        tiers.Client = new TieringChatClient(
            TestChatClient.Answering("nobody"), options, new CostRecorder(tiers.Ledger, prices, null, new TestMeter.WordCounter(), null, time), null, time);
        return tiers;
    }

    /// <summary>Does work while time goes by, a step with each exchange of a heartbeat on the wire, unless a deployment is at work.</summary>
    public async Task<T> PassTimeAsync<T>(Func<Task<T>> start)
    {
        Task<T> work = Task.Run(start);
        while (!work.IsCompleted)
        {
            await _http.GetStringAsync(Provider.Root, TestContext.Current.CancellationToken);
            if (Client.Deployments.All(each => each.Health.InFlight <= Provider.WaitingAt(each.Name)))
            {
                Time.Advance(TimeSpan.FromMilliseconds(200));
            }
        }

        return await work;
    }

    public Task<string> AskAsync(bool streaming, string prompt = "one two three", ChatOptions? options = null) =>
        PassTimeAsync(() => TestMeter.CallAsync(Client, streaming, options, prompt));

    /// <summary>Gets the ledger's entries, in the order of the attempts.</summary>
    public async Task<List<LedgerEntry>> EntriesAsync() =>
        [.. (await Ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync()).OrderBy(static entry => entry.Id)];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        await Provider.DisposeAsync();
    }

    private static bool IsOllama(string name) => name.StartsWith("ollama", StringComparison.Ordinal);

    private static ModelPrices PricesOf(string name, int index) => new(IsOllama(name) ? "ollama" : "openai", name, new RateCard(
        new Rate(UsageKind.InputTokens, index + 1), new Rate(UsageKind.CacheReadTokens, (index + 1) / 10m), new Rate(UsageKind.OutputTokens, (index + 1) * 4)))
    {
        ContextWindow = 8_192 * (index + 1),
    };

    private IChatClient Connect(string name)
    {
        var address = new Uri(Provider.Root, name + "/");
        if (IsOllama(name))
        {
            return new OllamaApiClient(address, name);
        }

        var options = new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(_http),
        };
        return new ChatClient(name, new ApiKeyCredential("no-key"), options).AsIChatClient();
    }
}
