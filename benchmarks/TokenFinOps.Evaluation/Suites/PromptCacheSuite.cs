using TokenFinOps.Compression;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Evaluation.PromptCaching;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Shows that compression does not make conversations dearer where the provider has their beginnings in its cache.</summary>
internal sealed class PromptCacheSuite : ISuite
{
    private const string Model = "gpt-5";
    private const int DefaultKeep = 3;
    private const int DefaultStep = 128;
    private const int DefaultLifetime = 60;

    private static readonly (string Name, PromptCacheRates Rates)[] Providers =
    [
        ("openai", new PromptCacheRates(1, 0.1m)),
        ("openai_half", new PromptCacheRates(1, 0.5m)),
        ("anthropic", new PromptCacheRates(1.25m, 0.1m)),
        ("none", PromptCacheRates.None),
    ];

    public string Name => "promptcache";

    public string Summary => "Bills conversations as a provider with a prompt cache does, as they came and as shortened, with stubs. The data are recorded agent runs or a Mooncake trace.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("calls", "N", "How many calls of a trace are read. The default is 3,000."),
        new("step", "N", "In steps of how many tokens a prompt is cached. The default is 128, as of OpenAI."),
        new("lifetime", "MINUTES", "After how long a rest the gate takes the cache for gone; the provider forgets after five minutes. The default is 60."),
        new("keep", "N", "How many of the newest tool results stay in full. The default is 3."),
    ];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        CachedCall[] calls = [.. CachedCalls.Of(context)];
        var report = new SuiteReport();
        report.Add("calls", calls.Length);
        report.Add("conversations", calls.Select(static call => call.Conversation).Distinct().Count());
        TimeSpan lifetime = TimeSpan.FromMinutes(context.Arguments.Number("lifetime", DefaultLifetime));
        (decimal Off, decimal On, int Worse) sum = default;
        foreach ((string name, PromptCacheRates rates) in Providers)
        {
            (decimal off, decimal on, int worse) = Bill(calls, rates with { Lifetime = lifetime }, context.Arguments, report, name);
            sum = (sum.Off + off, sum.On + on, sum.Worse + worse);
            report.Add($"{name}_cost_off", off);
            report.Add($"{name}_cost_on", on);
            report.Add($"{name}_ratio", on / off);
            context.Progress.Report((double)(Array.FindIndex(Providers, each => each.Name == name) + 1) / Providers.Length);
        }

        report.Add("cost_off", sum.Off);
        report.Add("cost_on", sum.On);
        report.Add("worse_conversations", sum.Worse);
        report.Note("Costs are tokens at the price of input that is not cached. Beginnings of prompts are cached for five minutes.");
        return Task.FromResult(report);
    }

    private static (decimal Off, decimal On, int Worse) Bill(CachedCall[] calls, PromptCacheRates rates, CommandLine arguments, SuiteReport report, string name)
    {
        var counter = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait, CachedTexts = 200_000 });
        var compressor = new PromptCompressor(
            new PromptCompressionOptions { KeepToolResults = arguments.Number("keep", DefaultKeep), AllowUnreadableStubs = true, PromptCache = rates, RememberedBytes = 1L << 30 }, counter);
        int step = arguments.Number("step", DefaultStep);
        var plain = new ProviderCache(rates, counter, Model, step);
        var shortened = new ProviderCache(rates, counter, Model, step);
        var costs = new Dictionary<long, (decimal Off, decimal On)>();
        foreach (CachedCall call in calls)
        {
            (decimal off, decimal on) = costs.GetValueOrDefault(call.Conversation);
            CompressedPrompt prompt = compressor.Compress(call.Messages, null, new CompressionTarget(Model, Cache: rates));
            costs[call.Conversation] = (off + plain.Bill(call.Messages, call.At), on + shortened.Bill(prompt.Messages, call.At));
        }

        foreach ((long conversation, (decimal off, decimal on)) in costs.Where(static each => each.Value.On > each.Value.Off).Take(5))
        {
            report.Note($"{name}: conversation {conversation} costs {on} instead of {off}");
        }

        return (costs.Values.Sum(static cost => cost.Off), costs.Values.Sum(static cost => cost.On), costs.Values.Count(static cost => cost.On > cost.Off));
    }
}
