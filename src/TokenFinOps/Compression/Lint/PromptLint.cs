using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Pricing;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Lint;

/// <summary>
/// Keeps what was seen in the prompts of an application, and reports what they waste, the dearest first: unused tools, prefixes that defeat the provider's cache, repeated
/// context, long examples, empty words.
/// </summary>
/// <remarks>
/// Prompts are not changed, and no text of them is kept unless <see cref="PromptLintOptions.IncludeExcerpts"/> is set. Memory is bounded by the options. The same calls in the
/// same order give the same report. Thread-safe; keep one for the life of the application.
/// </remarks>
public sealed class PromptLint
{
    private const int KnownBytes = 1 << 20;
    private const int EntryBytes = 256;

    private readonly PromptLintOptions _options;
    private readonly ITokenCounter _counter;
    private readonly TimeProvider _time;
    private readonly ContentHash _hash = new();
    private readonly ToolFacts _tools;
    private readonly BoundedCache<(LintGroupKey Group, string? Run), SentPrompt> _sent;
    private readonly BoundedCache<(UInt128 Text, string? Model, string? Provider), InstructionFacts> _instructions = new(KnownBytes);
    private readonly ConcurrentDictionary<LintGroupKey, LintGroup> _groups = new();
    private long _calls;
    private long _linted;
    private long _uncovered;

    /// <summary>Initializes a new instance of the <see cref="PromptLint"/> class.</summary>
    /// <param name="options">Says what is looked at; <see langword="null"/> for the defaults.</param>
    /// <param name="counter">Counts tokens; <see langword="null"/> for <see cref="TokenCounter"/>.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentException">An option is not valid; the message names all that are wrong.</exception>
    public PromptLint(PromptLintOptions? options = null, ITokenCounter? counter = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? new PromptLintOptions();
        _options.Validate();
        _counter = counter ?? new TokenCounter();
        _time = timeProvider ?? TimeProvider.System;
        _tools = new ToolFacts(_hash, _counter);
        _sent = new BoundedCache<(LintGroupKey Group, string? Run), SentPrompt>(_options.RememberedBytes);
    }

    /// <summary>Reports what was seen so far. Calls go on being counted.</summary>
    /// <returns>The report.</returns>
    public PromptLintReport Report()
    {
        DateTimeOffset now = _time.GetUtcNow();
        IOrderedEnumerable<PromptLintFinding> findings = _groups.Values
            .SelectMany(group => group.Findings(now))
            .OrderBy(static finding => finding.Cost is null)
            .ThenBy(static finding => finding.Currency, StringComparer.Ordinal)
            .ThenByDescending(static finding => finding.Cost)
            .ThenByDescending(static finding => finding.Tokens)
            .ThenBy(static finding => finding.Tags.ToString(), StringComparer.Ordinal)
            .ThenBy(static finding => finding.Model, StringComparer.Ordinal)
            .ThenBy(static finding => finding.Rule)
            .ThenBy(static finding => finding.Part)
            .ThenBy(static finding => finding.Tool, StringComparer.Ordinal);
        return new PromptLintReport([.. findings], Volatile.Read(ref _calls), Volatile.Read(ref _linted), Volatile.Read(ref _uncovered));
    }

    internal bool IsSampled(string? runId, IReadOnlyList<ChatMessage> messages) => ConversationDraw.Contains(runId, messages, _options.SampleShare, _options.Seed);

    /// <summary>Looks at a prompt, and remembers nothing of it yet.</summary>
    internal LintedCall Look(IReadOnlyList<ChatMessage> messages, ChatOptions? options, LintSource source)
    {
        string? model = source.Model;
        var key = new LintGroupKey(source.Meter?.Deployment.Options.Deployment, source.Provider, model, TagsOf(source.Tags));
        List<PromptPiece> pieces = new PromptPieces(_hash, _tools).Read(messages, options, model, source.Provider);
        var review = new PromptReview(_options, _counter, pieces, model, source.Provider);
        return new LintedCall(key, source.RunId, source.Meter, [.. pieces.Select(static piece => piece.Hash)])
        {
            // The caller may go on with his list while the answer streams.
            Messages = [.. messages],
            Options = options,
            Turns = LeadingTurns.HashesOf(messages, _hash),
            Instructions = FactsOf(messages, options, source),
            Unstable = review.Unstable(Earlier(key, source.RunId), Earlier(key, null)),
            Repeated = review.Repeated(),
        };
    }

    /// <summary>Counts a call that was answered and not looked at.</summary>
    internal void Pass() => Interlocked.Increment(ref _calls);

    /// <summary>Adds a call that was answered.</summary>
    internal void Add(LintedCall call, in Usage usage, IReadOnlySet<string>? called)
    {
        Interlocked.Increment(ref _calls);
        if (!_groups.TryGetValue(call.Key, out LintGroup? group))
        {
            // Many threads may add one each at the limit; what is bounded is the memory, not the number to the last.
            if (_groups.Count >= _options.MaxGroups)
            {
                Interlocked.Increment(ref _uncovered);
                return;
            }

            group = _groups.GetOrAdd(call.Key, key => new LintGroup(key, _options, _counter, _tools));
        }

        Interlocked.Increment(ref _linted);
        group.Add(call, usage, called);
        var sent = new SentPrompt(call.Pieces, _time.GetTimestamp());
        long size = EntryBytes + (16L * call.Pieces.Length);
        _sent.Set((call.Key, null), sent, size);
        if (call.RunId is not null)
        {
            _sent.Set((call.Key, call.RunId), sent, size);
        }
    }

    private UInt128[]? Earlier(LintGroupKey key, string? run) =>
        _sent.TryGet((key, run), out SentPrompt? sent) && _time.GetElapsedTime(sent.At) <= _options.CacheLifetime ? sent.Pieces : null;

    private TagSet TagsOf(TagSet tags)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in _options.GroupBy)
        {
            if (tags.TryGetValue(key, out string? value))
            {
                found[key] = value;
            }
        }

        return found.Count == 0 ? TagSet.Empty : TagSet.Of(found);
    }

    private InstructionFacts FactsOf(IReadOnlyList<ChatMessage> messages, ChatOptions? options, LintSource source)
    {
        InstructionFacts facts = FactsOf(options?.Instructions, source);
        foreach (ChatMessage message in messages)
        {
            facts = message.Role == ChatRole.System ? facts.Plus(FactsOf(message.Text, source)) : facts;
        }

        return facts;
    }

    private InstructionFacts FactsOf(string? text, LintSource source)
    {
        if (string.IsNullOrEmpty(text))
        {
            return InstructionFacts.None;
        }

        var key = (_hash.Of(text), source.Model, source.Provider);
        if (!_instructions.TryGet(key, out InstructionFacts? facts))
        {
            facts = InstructionFacts.Of(text, _options.IncludeExcerpts ? _options.ExcerptLength : 0, _counter, source.Model, source.Provider);
            _instructions.Set(key, facts, EntryBytes + (sizeof(char) * ((facts.Filler?.Length ?? 0) + (facts.Example?.Length ?? 0))));
        }

        return facts;
    }

    private sealed record SentPrompt(UInt128[] Pieces, long At);
}
