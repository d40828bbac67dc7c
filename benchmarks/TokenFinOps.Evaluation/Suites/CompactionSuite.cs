using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Evaluation.PromptCaching;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Shows what keeping conversations within a number of tokens costs and saves, and that it never parts what belongs together.</summary>
internal sealed class CompactionSuite : ISuite
{
    private const string Model = "gpt-5";
    private const int DefaultTokens = 4_000;
    private const int SummaryTokens = 300;

    // A deployment of a fifth of the price writes summaries; its output is eight times its input, as of GPT-5 mini.
    private const decimal SummarizerInput = 0.2m;
    private const decimal SummarizerOutput = SummarizerInput * 8;

    private static readonly (string Name, PromptCacheRates Rates)[] Providers =
    [
        ("openai", new PromptCacheRates(1, 0.1m)),
        ("anthropic", new PromptCacheRates(1.25m, 0.1m)),
        ("none", PromptCacheRates.None),
    ];

    public string Name => "compaction";

    public string Summary => "Compacts conversations as they grow, with a note and with summaries, and bills them as a provider with a prompt cache does. The data are recorded agent runs or a Mooncake trace.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("tokens", "N", "How many tokens a conversation may have. The default is 4,000."),
        new("calls", "N", "How many calls of a trace are read. The default is 3,000."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        CachedCall[] calls = [.. CachedCalls.Of(context)];
        int most = context.Arguments.Number("tokens", DefaultTokens);
        var report = new SuiteReport();
        report.Add("calls", calls.Length);
        foreach ((string name, PromptCacheRates rates) in Providers)
        {
            foreach (bool mustPay in (bool[])[false, true])
            {
                string suffix = mustPay ? "_if_it_pays" : string.Empty;
                await BillAsync(report, $"{name}_note{suffix}", calls, OptionsOf(most, mustPay, null), rates, cancellationToken);
                await BillAsync(report, $"{name}_summary{suffix}", calls, OptionsOf(most, mustPay, new Summarizer()), rates, cancellationToken);
            }

            context.Progress.Report((double)(Array.FindIndex(Providers, each => each.Name == name) + 1) / Providers.Length);
        }

        report.Note("Costs are tokens at the price of input that is not cached; those of summaries are in them. Conversations count that were too long at least once.");
        return report;
    }

    private static ConversationCompactionOptions OptionsOf(int most, bool mustPay, Summarizer? summarizer) =>
        new() { MaxTokens = most, OnlyWhereItPays = mustPay, Summarizer = summarizer, SummaryTokens = SummaryTokens, RememberedBytes = 1L << 30 };

    private static async Task BillAsync(
        SuiteReport report, string name, CachedCall[] calls, ConversationCompactionOptions options, PromptCacheRates rates, CancellationToken cancellationToken)
    {
        var counter = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait, CachedTexts = 200_000 });
        var compactor = new ConversationCompactor(options, counter);
        var weights = new CompactionRates(rates, SummarizerInput, SummarizerOutput);
        var plain = new ProviderCache(rates, counter, Model, 1);
        var shortened = new ProviderCache(rates, counter, Model, 1);
        var costs = new Dictionary<long, (decimal Off, decimal On, bool IsCut)>();
        long tooLong = 0;
        long parted = 0;
        foreach (CachedCall call in calls)
        {
            (decimal off, decimal on, bool isCut) = costs.GetValueOrDefault(call.Conversation);
            CompactedConversation compacted = await compactor.CompactAsync(call.Messages, new CompressionTarget(Model), weights, cancellationToken);
            tooLong += compacted.TokensAfter > options.MaxTokens ? 1 : 0;
            parted += AreParted(call.Messages, compacted.Messages) ? 1 : 0;
            costs[call.Conversation] = (off + plain.Bill(call.Messages, call.At), on + shortened.Bill(compacted.Messages, call.At) + ((options.Summarizer as Summarizer)?.TakeCost(counter) ?? 0), isCut || compacted.LeftOut > 0);
        }

        (decimal Off, decimal On, bool IsCut)[] cut = [.. costs.Values.Where(static cost => cost.IsCut)];
        report.Add($"{name}_conversations", cut.Length);
        report.Add($"{name}_ratio", cut.Length == 0 ? null : cut.Sum(static cost => cost.On) / cut.Sum(static cost => cost.Off));
        report.Add($"{name}_dearer", cut.Count(static cost => cost.On > cost.Off));
        report.Add($"{name}_calls_above_limit", tooLong);
        report.Add($"{name}_parted", parted);
    }

    // A result without its call, or a call without its result that had one, is refused by providers.
    private static bool AreParted(IReadOnlyList<ChatMessage> before, IReadOnlyList<ChatMessage> after)
    {
        HashSet<string> answered = [.. before.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().Select(static result => result.CallId)];
        HashSet<string> calls = [.. after.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().Select(static call => call.CallId).Where(answered.Contains)];
        return !calls.SetEquals(after.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().Select(static result => result.CallId)
            .Where(id => before.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().Any(call => call.CallId == id)));
    }

    /// <summary>Writes a summary of fixed length, and keeps what was read for it.</summary>
    private sealed class Summarizer : IChatClient
    {
        private static readonly string Text = string.Join(' ', Enumerable.Range(0, SummaryTokens / 2).Select(static i => "fact"));

        private readonly List<string> _read = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            _read.AddRange(messages.Select(static message => message.Text));
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Text)));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        public decimal TakeCost(TokenCounter counter)
        {
            decimal cost = _read.Count == 0 ? 0 : (_read.Sum(text => counter.CountText(text, Model).Tokens) * SummarizerInput) + (counter.CountText(Text, Model).Tokens * SummarizerOutput);
            _read.Clear();
            return cost;
        }
    }
}
