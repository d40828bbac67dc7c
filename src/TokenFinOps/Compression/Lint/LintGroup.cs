using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Lint;

/// <summary>Adds up what was seen in the prompts of one group. Thread-safe.</summary>
internal sealed class LintGroup(LintGroupKey key, PromptLintOptions options, ITokenCounter counter, ToolFacts tools)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ToolSum> _tools = new(StringComparer.Ordinal);
    private readonly Dictionary<(PromptLintRule Rule, PromptPart Part), WasteSum> _sums = [];
    private readonly LeadingTurns _turns = new(options.MinimumCalls);
    private MeteringChatClient? _meter;
    private long _calls;
    private decimal _input;
    private decimal _cached;

    public void Add(LintedCall call, in Usage usage, IReadOnlySet<string>? called)
    {
        lock (_lock)
        {
            _meter = call.Meter;
            _calls++;
            _input += usage[UsageKind.InputTokens];
            _cached += usage[UsageKind.CacheReadTokens];
            _turns.Add(call, counter, Quoted);
            AddTools(call, called);
            if (call.Unstable is { } unstable)
            {
                Add(PromptLintRule.UnstablePrefix, unstable);
            }

            foreach (PromptWaste repeated in call.Repeated)
            {
                Add(PromptLintRule.RepeatedContext, repeated);
            }

            InstructionFacts facts = call.Instructions;
            Add(PromptLintRule.VerboseInstructions, facts.FillerTokens, options.FillerTokens, facts.Filler);
            Add(PromptLintRule.OversizedExamples, facts.ExampleTokens - options.ExampleTokens, 1, facts.Example);
        }
    }

    public IEnumerable<PromptLintFinding> Findings(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _calls < options.MinimumCalls ? [] : [.. Priced(now)];
        }
    }

    private int Quoted => options.IncludeExcerpts ? options.ExcerptLength : 0;

    private void AddTools(LintedCall call, IReadOnlySet<string>? called)
    {
        foreach (AITool tool in call.Options?.Tools ?? [])
        {
            if (tool is AIFunctionDeclaration function && (_tools.Count < options.MaxTools || _tools.ContainsKey(function.Name)))
            {
                ref ToolSum sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_tools, function.Name, out _);
                sum.Calls++;
                sum.Tokens += tools.Of(function, key.Model, key.Provider).Tokens;
            }
        }

        foreach (string name in called ?? (IEnumerable<string>)[])
        {
            MarkCalled(name);
        }

        foreach (ChatMessage message in call.Messages)
        {
            if (message.Role == ChatRole.Assistant)
            {
                foreach (AIContent content in message.Contents)
                {
                    MarkCalled((content as FunctionCallContent)?.Name);
                }
            }
        }
    }

    private void MarkCalled(string? name)
    {
        if (name is not null && _tools.TryGetValue(name, out ToolSum sum) && !sum.IsCalled)
        {
            _tools[name] = sum with { IsCalled = true };
        }
    }

    private void Add(PromptLintRule rule, long tokens, long least, string? excerpt)
    {
        if (tokens >= least)
        {
            Add(rule, new PromptWaste(PromptPart.Instructions, tokens, excerpt));
        }
    }

    private void Add(PromptLintRule rule, PromptWaste waste)
    {
        ref WasteSum sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (rule, waste.Part), out _);
        sum = new WasteSum(sum.Calls + 1, sum.Tokens + waste.Tokens, waste.Excerpt);
    }

    private IEnumerable<PromptLintFinding> Priced(DateTimeOffset now)
    {
        DeploymentPrices? prices = _meter is null ? null : DeploymentPrices.Of(_meter.Recorder.Catalogues.Current, _meter.Deployment, key.Model, now);
        decimal share = _input > 0 ? Math.Min(1, _cached / _input) : 0;
        decimal? price = prices?.Input + (share * (prices?.Cached - prices?.Input));
        decimal? missed = prices?.Input - prices?.Cached;
        foreach ((string name, ToolSum sum) in _tools)
        {
            if (!sum.IsCalled && sum.Calls >= options.MinimumCalls)
            {
                yield return Finding(PromptLintRule.UnusedTool, PromptPart.Tools, new WasteSum(sum.Calls, sum.Tokens, null), price, prices) with { Tool = name };
            }
        }

        foreach (((PromptLintRule rule, PromptPart part), WasteSum sum) in _sums)
        {
            bool isUnstable = rule == PromptLintRule.UnstablePrefix;

            // Where reading from the cache is no cheaper, nothing is lost.
            if (!isUnstable || missed is not <= 0)
            {
                yield return Finding(rule, part, sum, isUnstable ? missed : price, prices);
            }
        }

        if (_turns.Tokens(out string? excerpt) - options.ExampleTokens is > 0 and var tokens)
        {
            yield return Finding(PromptLintRule.OversizedExamples, PromptPart.User, new WasteSum(_calls, tokens * _calls, excerpt), price, prices);
        }
    }

    private PromptLintFinding Finding(PromptLintRule rule, PromptPart part, WasteSum sum, decimal? price, DeploymentPrices? prices) =>
        new(rule, key.Tags, key.Provider, key.Model, part)
        {
            Calls = sum.Calls,
            Tokens = sum.Tokens,
            Cost = price * sum.Tokens,
            Currency = prices?.Currency,
            Excerpt = sum.Excerpt,
        };

    private record struct ToolSum(long Calls, long Tokens, bool IsCalled);

    private record struct WasteSum(long Calls, long Tokens, string? Excerpt);
}
