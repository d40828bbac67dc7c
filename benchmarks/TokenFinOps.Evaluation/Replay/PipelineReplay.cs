using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Attribution;
using TokenFinOps.Evaluation.Traces;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>
/// Makes the calls through the pipeline that a user has, <c>AddTokenFinOps</c> and <c>UseTokenFinOps</c>, around a model that answers with the trace's counts. A row that
/// stands for many calls cannot be one call, so it is appended as an entry.
/// </summary>
internal sealed class PipelineReplay : IReplayTarget
{
    private readonly TraceClock _clock = new();
    private readonly RateCard _card;
    private readonly ServiceProvider _services;
    private readonly IChatClient _client;
    private readonly ICostLedger _ledger;
    private readonly Func<Task> _removeStore;

    /// <param name="card">The prices of the model.</param>
    /// <param name="useStore">Chooses and sets up the ledger.</param>
    /// <param name="removeStore">Removes what the ledger leaves behind, once it is closed.</param>
    public PipelineReplay(RateCard card, Action<TokenFinOpsBuilder> useStore, Func<Task>? removeStore = null)
    {
        _card = card;
        _removeStore = removeStore ?? (static () => Task.CompletedTask);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddTokenFinOps(finops =>
        {
            finops.AddPrices(PriceOverride.ForModel(TraceChatClient.Provider, TraceChatClient.Model, card));
            useStore(finops);
        });
        services.AddChatClient(new TraceChatClient()).UseTokenFinOps(static options => options.Deployment = LedgerReading.Calls);
        _services = services.BuildServiceProvider();
        _client = _services.GetRequiredService<IChatClient>();
        _ledger = _services.GetRequiredService<ICostLedger>();
    }

    /// <summary>Sets the ledger in memory up to keep a trace from any year.</summary>
    public static void InMemory(TokenFinOpsBuilder finops) => finops.ConfigureLedger(static options => options.Retention = TimeSpan.FromDays(36_500));

    public async Task CallAsync(TraceCall call, bool streamed, CancellationToken cancellationToken)
    {
        _clock.SetTo(call.Timestamp);
        if (call.Requests != 1)
        {
            await _ledger.AppendAsync(EntryOf(call), cancellationToken).ConfigureAwait(false);
            return;
        }

        using AttributionScope? scope = call.Client is { } client ? FinOps.Attribute((LedgerReading.Client, client)) : null;
        if (!streamed)
        {
            await _client.GetResponseAsync(TraceChatClient.Prompt(call), null, cancellationToken).ConfigureAwait(false);
            return;
        }

        await foreach (ChatResponseUpdate _ in _client.GetStreamingResponseAsync(TraceChatClient.Prompt(call), null, cancellationToken).ConfigureAwait(false))
        {
            // A caller who reads the stream to its end.
        }
    }

    public Task<ReplayTotals> TotalsAsync(CancellationToken cancellationToken) => LedgerReading.ReadAsync(_ledger, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync().ConfigureAwait(false);
        await _removeStore().ConfigureAwait(false);
    }

    private LedgerEntry EntryOf(TraceCall call)
    {
        Usage usage = call.ToUsage();
        return new LedgerEntry
        {
            Id = Guid.NewGuid(),
            Timestamp = call.Timestamp,
            RequestId = Guid.NewGuid(),
            Model = call.Model ?? TraceChatClient.Model,
            Usage = usage,
            UsageOrigin = UsageOrigin.Reported,
            Cost = CostCalculator.Price(usage, _card),
            Tags = call.Client is { } client ? TagSet.Of((LedgerReading.Client, client)) : TagSet.Empty,
        };
    }
}
