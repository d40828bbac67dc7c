using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>Replays conversations through the router over two tiers, where a policy finds a share of the questions easy.</summary>
internal sealed class SessionReplay : IRoutingPolicy, IDisposable
{
    private readonly SessionClock _clock = new();
    private readonly InMemoryCostLedger _ledger = new();
    private readonly Dictionary<long, string> _last = [];
    private readonly TieringChatClient _client;
    private readonly double _easyShare;
    private readonly int _seed;
    private SessionTurn _turn = null!;

    /// <summary>Initializes a new instance of the <see cref="SessionReplay"/> class.</summary>
    /// <param name="models">The models of the small tier and of the frontier.</param>
    /// <param name="isSticky">Whether the router weighs what is cached.</param>
    /// <param name="easyShare">The share of questions that go to the small tier, 0 to 1.</param>
    /// <param name="seed">Draws which.</param>
    public SessionReplay((string Small, string Frontier) models, bool isSticky, double easyShare, int seed)
    {
        _easyShare = easyShare;
        _seed = seed;
        var options = new RoutingOptions { IsSticky = isSticky, RememberedConversations = 100_000 };
        options.AddTier("small", tier => tier.AddDeployment("small-1", models.Small, _ => new SessionProvider(models.Small, _clock, () => _turn)));
        options.AddTier("frontier", tier => tier.AddDeployment("frontier-1", models.Frontier, _ => new SessionProvider(models.Frontier, _clock, () => _turn)));
        options.Policies.Add(this);
        var recorder = new CostRecorder(_ledger, new PriceCatalogueStore(PriceCatalogue.Shipped), timeProvider: _clock);
        _client = new TieringChatClient(new SessionProvider(models.Frontier, _clock, () => _turn), options, recorder, null, _clock);
    }

    public string Name => "coin";

    /// <summary>Gets how often a conversation changed its deployment, and how often inside a tool loop.</summary>
    public (int All, int InLoop) Switches { get; private set; }

    public async Task CallAsync(SessionTurn turn, CancellationToken cancellationToken)
    {
        _turn = turn;
        _clock.Now = turn.At;
        using AttributionScope run = FinOps.BeginRun($"conversation-{turn.Conversation}");
        ChatResponse response = await _client.GetResponseAsync(turn.Messages, null, cancellationToken);
        bool isSwitch = _last.TryGetValue(turn.Conversation, out string? last) && last != response.ModelId;
        Switches = (Switches.All + (isSwitch ? 1 : 0), Switches.InLoop + (isSwitch && turn.IsInLoop ? 1 : 0));
        _last[turn.Conversation] = response.ModelId!;
    }

    /// <summary>Gets what all calls cost, in US dollars.</summary>
    public async Task<decimal> CostAsync(CancellationToken cancellationToken) =>
        (await _ledger.QueryAsync(LedgerQuery.All, cancellationToken)).Totals.Single(static totals => totals.Currency == "USD").EffectiveCost;

    // A coin for every question, the same one in every replay, so that only the stickiness differs.
    public RoutingOpinion Judge(RoutingRequest request) =>
        new Random(unchecked((int)(_seed + (_turn.Conversation * 7_919) + (_turn.Question * 104_729)))).NextDouble() < _easyShare
            ? RoutingOpinion.Prefer("small", "easy")
            : RoutingOpinion.Prefer("frontier", "hard");

    public void Dispose() => _client.Dispose();
}
