using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Compacts the conversations that are sent through it, and tells the meter what that saved.</summary>
/// <remarks>
/// Put it inside function invocation, so that it sees tool loops grow, and outside the compressor and the meter. Conversations that the provider keeps
/// (<see cref="ChatOptions.ConversationId"/>) pass through, as do answers. Neither messages nor options of the caller are changed. Thread-safe.
/// </remarks>
public sealed class ConversationCompactionChatClient : DelegatingChatClient
{
    private readonly ConversationCompactor _compactor;
    private readonly ChatClientMetadata? _metadata;
    private readonly MeteringChatClient? _meter;
    private readonly MeteringChatClient? _summarizer;
    private readonly DeploymentCacheRates _cache;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="ConversationCompactionChatClient"/> class.</summary>
    /// <param name="innerClient">The client that the calls go to.</param>
    /// <param name="compactor">What compacts.</param>
    /// <param name="timeProvider">The clock, by which prices are found; <see langword="null"/> for the system's.</param>
    public ConversationCompactionChatClient(IChatClient innerClient, ConversationCompactor compactor, TimeProvider? timeProvider = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(compactor);
        _compactor = compactor;
        _metadata = innerClient.GetService<ChatClientMetadata>();
        _meter = innerClient.GetService<MeteringChatClient>();
        _summarizer = compactor.Options.Summarizer?.GetService<MeteringChatClient>();
        _time = timeProvider ?? TimeProvider.System;
        _cache = new DeploymentCacheRates(null, _meter, _time);
    }

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return IsElsewhere(options) ? base.GetResponseAsync(messages, options, cancellationToken) : AnswerAsync(Listed(messages), options, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        // Captured here, when the call is made: inside the iterator the scope may already be closed.
        return IsElsewhere(options)
            ? base.GetStreamingResponseAsync(messages, options, cancellationToken)
            : StreamAsync(Listed(messages), options, AttributionScope.Current, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(ConversationCompactor) ? _compactor : base.GetService(serviceType, serviceKey);
    }

    private async Task<ChatResponse> AnswerAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        AttributionScope? scope = AttributionScope.Current;
        CompactedConversation compacted = await CompactAsync(scope, messages, options, cancellationToken);

        // What is set here is gone when this method returns: it is asynchronous.
        AttributionScope.Exchange(ScopeOf(scope, compacted));
        return await base.GetResponseAsync(compacted.Messages, options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, AttributionScope? captured, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CompactedConversation compacted = await CompactAsync(captured, messages, options, cancellationToken);
        AttributionScope? outside = AttributionScope.Exchange(ScopeOf(captured, compacted));
        IAsyncEnumerable<ChatResponseUpdate> stream;
        try
        {
            // The meter captures its attribution when it is asked for the stream, so nothing need be held while updates come.
            stream = base.GetStreamingResponseAsync(compacted.Messages, options, cancellationToken);
        }
        finally
        {
            AttributionScope.Exchange(outside);
        }

        await foreach (ChatResponseUpdate update in stream.WithCancellation(cancellationToken))
        {
            yield return update;
        }
    }

    private async Task<CompactedConversation> CompactAsync(AttributionScope? scope, IReadOnlyList<ChatMessage> messages, ChatOptions? sent, CancellationToken cancellationToken)
    {
        AttributionScope.Exchange(scope);
        var target = new CompressionTarget(sent?.ModelId ?? _metadata?.DefaultModelId, _metadata?.ProviderName);
        CompactionRates rates = RatesOf(target.Model);
        ConversationCompactionOptions options = _compactor.Options;
        CompressionMode mode = ConversationDraw.Contains(scope?.RunId, messages, options.ControlShare, options.Seed) ? CompressionMode.Control : options.Mode;
        return mode == CompressionMode.On ? await _compactor.CompactAsync(messages, target, rates, cancellationToken) : _compactor.Estimate(messages, mode, target, rates);
    }

    private CompactionRates RatesOf(string? model)
    {
        ConversationCompactionOptions options = _compactor.Options;
        return !options.OnlyWhereItPays
            ? new CompactionRates(PromptCacheRates.None)
            : CompactionRates.Of(_cache.Of(model), PricesOf(_meter, model), PricesOf(_summarizer, options.SummarizerOptions?.ModelId));
    }

    private DeploymentPrices? PricesOf(MeteringChatClient? meter, string? model) =>
        meter is null ? null : DeploymentPrices.Of(meter.Recorder.Catalogues.Current, meter.Deployment, model, _time.GetUtcNow());

    private static AttributionScope? ScopeOf(AttributionScope? scope, CompactedConversation compacted)
    {
        if (compacted.LeftOut == 0)
        {
            return scope;
        }

        long saved = compacted.TokensBefore - compacted.TokensAfter;
        var said = new AttemptCompression(compacted.Mode, compacted.TokensBefore, compacted.TokensAfter)
        {
            Steps = [new CompressionSum(CompressionStep.Compacted, compacted.LeftOut, saved)],
        };
        var stage = new CompressionStage(scope?.Stage, said, [new ShortenedBlock(compacted.Position, compacted.Position, saved)]) { CacheLost = compacted.CacheLost };
        return AttributionScope.For(scope, stage);
    }

    // A poll of a background response sends no messages, and of a conversation that the provider keeps only the newest ones are sent.
    private static bool IsElsewhere(ChatOptions? options) => options?.ContinuationToken is not null || options?.ConversationId is not null;

    private static IReadOnlyList<ChatMessage> Listed(IEnumerable<ChatMessage> messages) => messages as IReadOnlyList<ChatMessage> ?? [.. messages];
}
