using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Tests.Fakes;

/// <summary>A router over three tiers, for one test: <c>nano</c> at 0.10 and 0.40, <c>mid</c> at 1 and 4, <c>frontier</c> at 10 and 40 USD per million tokens; cached input costs a tenth.</summary>
internal sealed class TestTiers : IDisposable
{
    private readonly Dictionary<string, TestChatClient> _providers = [];

    public TestTiers(Action<RoutingOptions>? configure = null, Action<string, DeploymentOptions>? deploy = null, params ReadOnlySpan<(string Name, string Tier)> more)
    {
        foreach ((string tier, decimal price) in (ReadOnlySpan<(string, decimal)>)[("nano", 0.1m), ("mid", 1m), ("frontier", 10m)])
        {
            (string Name, string Tier)[] members = [(tier + "-1", tier), .. more.ToArray().Where(each => each.Tier == tier)];
            Options.AddTier(tier, options =>
            {
                foreach ((string name, string _) in members)
                {
                    Add(options, name, price, deploy);
                }
            });
        }

        configure?.Invoke(Options);
        var prices = new TestPrices { Source = Catalogue };
        Recorder = new CostRecorder(Ledger, prices, null, new TestMeter.WordCounter(), null, Time);
        Client = new TieringChatClient(TestChatClient.Answering("nobody"), Options, Recorder, null, Time);

        PriceCatalogue Catalogue() => _catalogue ??= new PriceCatalogue("tiers-1", [.. Prices]);
    }

    private PriceCatalogue? _catalogue;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-10T12:00:00Z", null));

    public RoutingOptions Options { get; } = new();

    public List<ModelPrices> Prices { get; } = [];

    public InMemoryCostLedger Ledger { get; } = new();

    public CostRecorder Recorder { get; }

    public TieringChatClient Client { get; }

    /// <summary>Gets the provider behind a deployment. It answers with the deployment's name and a usage of 1,000 and 100 tokens.</summary>
    public TestChatClient this[string deployment] => _providers[deployment];

    public static HttpRequestException Status(HttpStatusCode status, string? retryAfter = null)
    {
        var exception = new HttpRequestException($"The provider said {(int)status}.", null, status);
        if (retryAfter is not null)
        {
            exception.Data["Retry-After"] = retryAfter;
        }

        return exception;
    }

    public static UsageDetails Usage(long input = 1_000, long output = 100) => new() { InputTokenCount = input, OutputTokenCount = output };

    public Task<string> CallAsync(bool streaming = false, ChatOptions? options = null, string prompt = "one two three") => TestMeter.CallAsync(Client, streaming, options, prompt);

    /// <summary>Does work while time goes by, a tenth of a second after the other: time stands still while there is anything to do.</summary>
    public Task<T> PassTimeAsync<T>(Func<Task<T>> start)
    {
        SynchronizationContext? previous = SynchronizationContext.Current;
        var pump = new PumpedContext();
        SynchronizationContext.SetSynchronizationContext(pump);
        try
        {
            Task<T> work = start();
            for (pump.Drain(); !work.IsCompleted; pump.Drain())
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
            }

            return work;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    public async Task<List<LedgerEntry>> EntriesAsync() =>
        [.. (await Ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync()).OrderBy(static entry => entry.Id)];

    /// <summary>Gets the decision about the only request.</summary>
    public async Task<RoutingDecision> DecisionAsync() => Assert.Single((await EntriesAsync()).Select(static entry => entry.Routing?.Decision).OfType<RoutingDecision>());

    public void Fail(string deployment, Func<Exception> failure, int times = int.MaxValue)
    {
        TestChatClient provider = _providers[deployment];
        var (respond, stream) = (provider.Respond, provider.Stream);
        int left = times;
        provider.Respond = (messages, options, token) => Interlocked.Decrement(ref left) >= 0 ? throw failure() : respond!(messages, options, token);
        provider.Stream = (messages, options, token) => Interlocked.Decrement(ref left) >= 0 ? Failing(failure()) : stream!(messages, options, token);
    }

    public void Dispose() => Client.Dispose();

    private static async IAsyncEnumerable<ChatResponseUpdate> Failing(Exception exception)
    {
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, (string?)null) { Contents = [] };
        throw exception;
    }

    private void Add(TierOptions tier, string name, decimal price, Action<string, DeploymentOptions>? deploy)
    {
        TestChatClient provider = TestChatClient.Answering(name, Usage(), name);
        provider.Metadata = new ChatClientMetadata("openai", null, name);
        _providers[name] = provider;
        Prices.Add(new ModelPrices("openai", name, new RateCard(
            new Rate(UsageKind.InputTokens, price), new Rate(UsageKind.CacheReadTokens, price / 10), new Rate(UsageKind.OutputTokens, price * 4))) { ContextWindow = 100_000 });
        tier.AddDeployment(name, name, _ => provider, options => deploy?.Invoke(name, options));
    }
}
