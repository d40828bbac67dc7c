using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Fakes;

/// <summary>A metered provider and everything behind it, for one test.</summary>
internal sealed class TestMeter
{
    public TestMeter(IChatClient provider, Action<MeteringOptions>? configure = null, Attributor? attributor = null, ICostLedger? ledger = null, bool countTokens = true)
    {
        Ledger = ledger ?? new InMemoryCostLedger();
        Recorder = new CostRecorder(
            Ledger, Prices, attributor, countTokens ? new WordCounter() : null, [Observer], Time);
        var options = new MeteringOptions();
        configure?.Invoke(options);
        Client = new MeteringChatClient(provider, Recorder, options);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", null));

    public TestPrices Prices { get; } = new();

    public TestObserver Observer { get; } = new();

    public ICostLedger Ledger { get; }

    public CostRecorder Recorder { get; }

    public MeteringChatClient Client { get; }

    public async Task<LedgerEntry> SingleEntryAsync() => Assert.Single(await EntriesAsync());

    public async Task<List<LedgerEntry>> EntriesAsync() => await Ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync();

    /// <summary>Makes a call, streamed or not, and reads the answer to its end.</summary>
    public static async Task<string> CallAsync(IChatClient client, bool streaming, ChatOptions? options = null, string prompt = "one two three")
    {
        if (!streaming)
        {
            return (await client.GetResponseAsync(prompt, options, TestContext.Current.CancellationToken)).Text;
        }

        return (await client.GetStreamingResponseAsync(prompt, options, TestContext.Current.CancellationToken).ToChatResponseAsync()).Text;
    }

    public Task<string> CallAsync(bool streaming, ChatOptions? options = null, string prompt = "one two three") => CallAsync(Client, streaming, options, prompt);

    /// <summary>Counts words, so that tests can see what was counted.</summary>
    internal sealed class WordCounter : ITokenCounter
    {
        public TokenCount CountInput(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string? model = null, string? provider = null) =>
            TokenCount.Exactly(messages.Sum(static message => Words(message.Text)));

        public TokenCount CountOutput(IEnumerable<AIContent> contents, string? model = null, string? provider = null) =>
            TokenCount.Exactly(contents.Sum(static content => content switch
            {
                TextContent text => Words(text.Text),
                FunctionResultContent { Result: string result } => Words(result),
                _ => 0,
            }));

        public TokenCount CountText(ReadOnlySpan<char> text, string? model = null, string? provider = null) => TokenCount.Exactly(Words(text.ToString()));

        private static long Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    internal sealed class TestObserver : ILedgerEntryObserver
    {
        public List<LedgerEntry> Recorded { get; } = [];

        public List<string> Failures { get; } = [];

        public void OnRecorded(LedgerEntry entry) => Recorded.Add(entry);

        public void OnBookkeepingFailed(string stage) => Failures.Add(stage);
    }
}
