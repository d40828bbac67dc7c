using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Compaction;

/// <summary>
/// Keeps long conversations within a number of tokens: the oldest parts are left out, and a summary or a note stands for them. Calls stay with their results; instructions, pinned
/// messages, what a person said last and reasoning that is still needed stay as they are.
/// </summary>
/// <remarks>
/// <para>
/// As an <see cref="IChatReducer"/> it fits wherever Microsoft.Extensions.AI and the Agent Framework take one. What it leaves out depends on the conversation and the options alone: a
/// conversation that comes again, longer, is cut at the same place until it is too long anew, so that a provider's prompt cache keeps its prefix between two cuts.
/// </para>
/// <para>
/// Unlike all else in this folder this loses something, and needs a model to lose little. A summary is remembered for calls with the same tags; another process writes its own. When
/// none can be had, the conversation is sent as it came. Thread-safe.
/// </para>
/// </remarks>
public sealed partial class ConversationCompactor : IChatReducer
{
    private readonly ConversationCompactionOptions _options;
    private readonly ConversationSummarizer? _summarizer;
    private readonly ITokenCounter _counter;
    private readonly ContentHash _hash = new();
    private readonly BoundedCache<SummaryKey, string> _summaries;
    private readonly ILogger _logger;

    /// <summary>Initializes a new instance of the <see cref="ConversationCompactor"/> class.</summary>
    /// <param name="options">When conversations are compacted; <see langword="null"/> for the defaults.</param>
    /// <param name="counter">What counts tokens. It must not change its mind about a text; the default waits for the model's tokenizer to load.</param>
    /// <param name="logger">Where failures are reported; <see langword="null"/> for nowhere.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists everything that is wrong.</exception>
    public ConversationCompactor(ConversationCompactionOptions? options = null, ITokenCounter? counter = null, ILogger<ConversationCompactor>? logger = null)
    {
        _options = options ?? new ConversationCompactionOptions();
        _options.Validate();
        _summarizer = _options.Summarizer is { } client ? new ConversationSummarizer(client, _options.SummarizerOptions, _options.SummaryTokens) : null;
        _counter = counter ?? new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
        _summaries = new BoundedCache<SummaryKey, string>(_options.RememberedBytes);
        _logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <inheritdoc/>
    public async Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return (await CompactAsync(messages as IReadOnlyList<ChatMessage> ?? [.. messages], default, cancellationToken)).Messages;
    }

    /// <summary>Compacts a conversation if it is too long.</summary>
    /// <param name="messages">The messages. They are not changed.</param>
    /// <param name="target">What they are sent to, for its tokenizer.</param>
    /// <param name="cancellationToken">Ends the summarizer's work.</param>
    /// <returns>The conversation as it is to be sent.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing else that happens here is thrown.</exception>
    public Task<CompactedConversation> CompactAsync(IReadOnlyList<ChatMessage> messages, CompressionTarget target = default, CancellationToken cancellationToken = default) =>
        CompactAsync(messages, target, new CompactionRates(target.Cache ?? PromptCacheRates.None), cancellationToken);

    internal async Task<CompactedConversation> CompactAsync(IReadOnlyList<ChatMessage> messages, CompressionTarget target, CompactionRates rates, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        try
        {
            return await WorkAsync(messages, target, rates, cancellationToken);
        }
        catch (Exception exception) when (Report(exception, cancellationToken))
        {
            return new CompactedConversation(messages, 0, 0);
        }
    }

    /// <summary>Gets the options.</summary>
    internal ConversationCompactionOptions Options => _options;

    /// <summary>Tells what compacting would save, with a summary of full length, and sends the conversation as it came.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A lever may save less than hoped; it may not break the request.")]
    internal CompactedConversation Estimate(IReadOnlyList<ChatMessage> messages, CompressionMode mode, CompressionTarget target, CompactionRates rates)
    {
        try
        {
            List<MessageGroup> groups = MessageGroups.Of(messages, message => SizeOf(message, target));
            CompactionPlan plan = PlanOf(groups, rates);
            long before = groups.Sum(static group => group.Tokens);
            CompactedConversation written = plan.Cuts.Count == 0
                ? new CompactedConversation(messages, before, before)
                : Written(messages, groups, plan, SummaryMessage.Note(0, 0), _options.Reserve);
            return written with { Messages = messages, Mode = mode };
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return new CompactedConversation(messages, 0, 0);
        }
    }

    private async Task<CompactedConversation> WorkAsync(IReadOnlyList<ChatMessage> messages, CompressionTarget target, CompactionRates rates, CancellationToken cancellationToken)
    {
        List<MessageGroup> groups = MessageGroups.Of(messages, message => SizeOf(message, target));
        long before = groups.Sum(static group => group.Tokens);
        CompactionPlan plan = PlanOf(groups, rates);
        ChatMessage? summary = plan.Cuts.Count == 0 ? null : await SummaryAsync(messages, groups, plan, target, cancellationToken);
        return summary is null ? new CompactedConversation(messages, before, before) : Written(messages, groups, plan, summary, SizeOf(summary, target));
    }

    private CompactionPlan PlanOf(List<MessageGroup> groups, CompactionRates rates) => CompactionPlan.Make(groups, _options, _options.OnlyWhereItPays ? rates : null);

    // The counter remembers texts: a conversation's older messages come again with every call.
    private long SizeOf(ChatMessage message, in CompressionTarget target) => _counter.CountOutput(message.Contents, target.Model, target.Provider).Tokens;

    private async Task<ChatMessage?> SummaryAsync(
        IReadOnlyList<ChatMessage> messages, List<MessageGroup> groups, CompactionPlan plan, CompressionTarget target, CancellationToken cancellationToken)
    {
        if (_summarizer is null)
        {
            MessageGroup[] leftOut = [.. plan.Cuts.SelectMany(static cut => cut).Select(group => groups[group])];
            return SummaryMessage.Note(leftOut.Sum(static group => group.End - group.Start), leftOut.Sum(static group => group.Tokens));
        }

        ChatMessage[][] cuts = [.. plan.Cuts.Select(cut => cut.SelectMany(group => messages.Skip(groups[group].Start).Take(groups[group].End - groups[group].Start)).ToArray())];
        SummaryKey[] keys = KeysOf(cuts, target);
        (int done, string? summary) = LastKnown(keys);
        for (int i = done; i < cuts.Length; i++)
        {
            summary = await _summarizer.SummarizeAsync(summary, cuts[i], cancellationToken);
            if (summary is null)
            {
                LogNoSummary(_options.SummaryTokens);
                return null;
            }

            _summaries.Set(keys[i], summary, (sizeof(char) * (long)summary.Length) + 200);
        }

        return SummaryMessage.Of(summary!);
    }

    private SummaryKey[] KeysOf(ChatMessage[][] cuts, CompressionTarget target)
    {
        TagSet tags = AttributionScope.Current?.Tags ?? TagSet.Empty;
        var keys = new SummaryKey[cuts.Length];
        UInt128 content = 0;
        for (int i = 0; i < cuts.Length; i++)
        {
            content = _hash.Of(content, Transcript.Lines(cuts[i]));
            keys[i] = new SummaryKey(tags, content, target.Model, target.Provider);
        }

        return keys;
    }

    private (int Done, string? Summary) LastKnown(SummaryKey[] keys)
    {
        for (int i = keys.Length; i > 0; i--)
        {
            if (_summaries.TryGet(keys[i - 1], out string? known))
            {
                return (i, known);
            }
        }

        return (0, null);
    }

    private static CompactedConversation Written(IReadOnlyList<ChatMessage> messages, List<MessageGroup> groups, CompactionPlan plan, ChatMessage summary, long summaryTokens)
    {
        var written = new List<ChatMessage>(messages.Count);
        (long before, long after, long position, long sentBehind) = (0, 0, -1, 0);
        int leftOut = 0;
        for (int i = 0; i < groups.Count; i++)
        {
            MessageGroup group = groups[i];
            if (!plan.IsLeftOut(i))
            {
                written.AddRange(Enumerable.Range(group.Start, group.End - group.Start).Select(each => messages[each]));
                after += group.Tokens;
                sentBehind += position >= 0 && i < plan.SentBefore ? group.Tokens : 0;
            }
            else
            {
                if (position < 0)
                {
                    written.Add(summary);
                    position = before;
                }

                leftOut += group.End - group.Start;
            }

            before += group.Tokens;
        }

        after += summaryTokens;
        return after >= before
            ? new CompactedConversation(messages, before, before)
            : new CompactedConversation(written, before, after) { LeftOut = leftOut, Position = position, CacheLost = plan.IsCutNow ? sentBehind : 0 };
    }

    private bool Report(Exception exception, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        LogFailed(exception);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "Compacting a conversation failed; it is sent as it came.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The summarizer wrote nothing, or more than {Tokens} tokens; the conversation is sent as it came.")]
    private partial void LogNoSummary(int tokens);

    private readonly record struct SummaryKey(TagSet Tags, UInt128 Content, string? Model, string? Provider);
}
