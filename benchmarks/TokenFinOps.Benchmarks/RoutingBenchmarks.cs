using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Policies;

namespace TokenFinOps.Benchmarks;

/// <summary>What it costs to decide where a request goes, and to send it there. The peer is M.E.AI's own failover, which has no price, no policy and no ledger.</summary>
[MemoryDiagnoser]
public class RoutingBenchmarks
{
    private const int Deployments = 4;

    private ServiceProvider _services = null!;
    private IChatClient _routed = null!;
    private IChatClient _metered = null!;
    private IChatClient _failover = null!;
    private TieringChatClient _router = null!;
    private ChatMessage[] _messages = [];

    [Params(600, 4_000)]
    public int Characters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        ComplexityModel model = new ComplexityTrainer().Train([.. Enumerable.Range(0, 500).Select(_ => new RoutingExample(Text(random, 300), random.Next(2), 1))]);
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => finops
            .AddTier("small", tier => tier.AddDeployment("mini-1", "gpt-5-mini", Stub).AddDeployment("mini-2", "gpt-5-mini", Stub))
            .AddTier("frontier", tier => tier.AddDeployment("gpt-1", "gpt-5", Stub).AddDeployment("gpt-2", "gpt-5", Stub))
            .ConfigureRouting(routing => routing.Policies.Add(new ComplexityPolicy(model, 0, "small", "frontier"))));
        _services = services.BuildServiceProvider();
        _routed = new StubChatClient().AsBuilder().UseTokenFinOps().Build(_services);
        _metered = new StubChatClient().AsBuilder().UseCostLedger().Build(_services);
        _router = (TieringChatClient)_routed.GetService(typeof(TieringChatClient))!;
#pragma warning disable MEAI001 // The peer is experimental; it is compared with, not depended on.
        _failover = new OrderedFailoverChatClient([.. Enumerable.Range(0, Deployments).Select(static _ => new StubChatClient())]).AsBuilder().Build();
#pragma warning restore MEAI001
        _messages = [new(ChatRole.System, "You are helpful."), new(ChatRole.User, Text(random, Characters))];

        static IChatClient Stub(IServiceProvider provider) => new StubChatClient();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _routed.Dispose();
        _metered.Dispose();
        _failover.Dispose();
        _services.Dispose();
    }

    /// <summary>The decision alone: needs, prices of four deployments, the complexity of the prompt, the record of it all.</summary>
    [Benchmark]
    public ValueTask<IChatClient> Decide() => _router.SelectAsync(_messages);

    /// <summary>A call, decided and metered.</summary>
    [Benchmark]
    public Task<ChatResponse> Routed() => _routed.GetResponseAsync(_messages);

    /// <summary>A call that is metered only.</summary>
    [Benchmark(Baseline = true)]
    public Task<ChatResponse> Metered() => _metered.GetResponseAsync(_messages);

    [Benchmark]
    public Task<ChatResponse> MeaiOrderedFailover() => _failover.GetResponseAsync(_messages);

    private static string Text(Random random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append((char)('a' + random.Next(26)), random.Next(1, 4)).Append(random.Next(40) switch { 0 => ". ", 1 => "\n", _ => " " });
        }

        return text.ToString(0, length);
    }
}
