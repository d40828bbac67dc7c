using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Guardrails;
using TokenFinOps.Guardrails.Runs;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

/// <summary>A metered and guarded provider, for one test. Tokens are counted in words; a call of three words costs at most 0.0000075 USD of input.</summary>
internal sealed class GuardedClient : IGuardrailObserver, ILogger
{
    public GuardedClient(IChatClient provider, Action<GuardrailOptions>? configure = null, ICostLedger? ledger = null, IAttemptGate? nextGate = null)
    {
        var options = new GuardrailOptions();
        configure?.Invoke(options);
        options.Validate();
        Ledger = ledger ?? new InMemoryCostLedger();
        Runs = new RunRegistry(options, Time);
        Guard = new RunawayGuard(
            options, Runs, new WorstCaseEstimator(Prices, new TestMeter.WordCounter()), new TripReporter(Ledger, [this], options.OnTrip, this), Time, this);
        Recorder = new CostRecorder(Ledger, Prices, null, new TestMeter.WordCounter(), null, Time) { Gates = nextGate is null ? [Guard] : [Guard, nextGate] };
        Client = new MeteringChatClient(provider, Recorder);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", null));

    public TestPrices Prices { get; } = new();

    public ICostLedger Ledger { get; }

    public RunRegistry Runs { get; }

    public RunawayGuard Guard { get; }

    public CostRecorder Recorder { get; }

    public MeteringChatClient Client { get; }

    public List<GuardrailTrip> Trips { get; } = [];

    public List<string> Log { get; } = [];

    public Task<string> CallAsync(bool streaming = false, int? maxOutput = 100, IChatClient? client = null) =>
        TestMeter.CallAsync(client ?? Client, streaming, new ChatOptions { MaxOutputTokens = maxOutput });

    public async Task<RunawayStoppedException> RefusedAsync(bool streaming = false, int? maxOutput = 100) =>
        await Assert.ThrowsAsync<RunawayStoppedException>(() => CallAsync(streaming, maxOutput));

    /// <summary>Makes a call with a history, as an application does that keeps its own.</summary>
    public Task SendAsync(IEnumerable<ChatMessage> history, ChatOptions? options = null) =>
        Client.GetResponseAsync(history, options, TestContext.Current.CancellationToken);

    public async Task<List<LedgerEntry>> EntriesAsync(LedgerEntryKind kind) =>
        await Ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).Where(entry => entry.Kind == kind).ToListAsync();

    public void OnTripped(GuardrailTrip trip) => Trips.Add(trip);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Log.Add(formatter(state, exception));
}
