using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Tests.Fakes;

/// <summary>A metered provider under budgets, for one test. A word of prompt is a token; prices are those of <see cref="TestPrices"/>.</summary>
internal sealed class TestBudgets
{
    public TestBudgets(IChatClient provider, params ReadOnlySpan<Budget> budgets)
        : this(provider, null, null, null, budgets)
    {
    }

    public TestBudgets(
        IChatClient provider, Action<BudgetOptions>? configure, Func<TimeProvider, IBudgetStore>? store, Action<MeteringOptions>? metering, params ReadOnlySpan<Budget> budgets)
    {
        foreach (Budget budget in budgets)
        {
            Options.Budgets.Add(budget);
        }

        configure?.Invoke(Options);
        Options.Validate();
        Store = store?.Invoke(Time) ?? new InMemoryBudgetStore(Time);
        var monitor = new BudgetMonitor(new BudgetEventPump([Events], NullLogger.Instance), Time, NullLogger.Instance);
        Book = new BudgetBook(Options, Store, monitor, Time);
        var gate = new BudgetGate(
            Book, Store, Options, new WorstCaseEstimator(Prices, new TestMeter.WordCounter()), monitor, Time, NullLogger.Instance);
        Recorder = new CostRecorder(Ledger, Prices, null, new TestMeter.WordCounter(), null, Time) { Gates = [gate] };
        var options = new MeteringOptions();
        metering?.Invoke(options);
        Client = new MeteringChatClient(provider, Recorder, options);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-10T12:00:00Z", null));

    public TestPrices Prices { get; } = new();

    public BudgetOptions Options { get; } = new();

    public IBudgetStore Store { get; }

    public BudgetBook Book { get; }

    public TestBudgetObserver Events { get; } = new();

    public InMemoryCostLedger Ledger { get; } = new();

    public CostRecorder Recorder { get; }

    public MeteringChatClient Client { get; }

    /// <summary>A provider that answers with a usage: 100 tokens of input at 2.50 and 50 of output at 10 USD per million make 0.00075 USD.</summary>
    public static TestChatClient Provider(long input = 100, long output = 50) =>
        TestChatClient.Answering(usage: new UsageDetails { InputTokenCount = input, OutputTokenCount = output });

    /// <summary>Makes a call that may cost at most 100 tokens of output, streamed or not.</summary>
    public Task<string> CallAsync(bool streaming = false, int? maxOutput = 100, string prompt = "one two three") =>
        TestMeter.CallAsync(Client, streaming, new ChatOptions { MaxOutputTokens = maxOutput }, prompt);

    public async Task<BudgetStatus> StatusAsync(string? budget = null) =>
        Assert.Single(await Book.GetStatusAsync(budget, TestContext.Current.CancellationToken));

    public async Task<decimal> LedgerSumAsync() =>
        (await Ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync()).Sum(static entry => entry.Cost.Effective.GetValueOrDefault());
}
