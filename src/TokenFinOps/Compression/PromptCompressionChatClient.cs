using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Compression.Prompts;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Compression;

/// <summary>Shortens the prompts of one deployment before they are metered and sent.</summary>
/// <remarks>
/// Put it inside function invocation, so that it sees tool results, and outside the meter, which records what was saved. Neither messages nor options of the caller are
/// changed; answers pass through as they are. A fault in here is logged, and the prompt goes out as it came. Thread-safe.
/// </remarks>
public sealed partial class PromptCompressionChatClient : DelegatingChatClient, IPromptShortener
{
    private readonly PromptCompressor _compressor;
    private readonly PromptCompressionOptions _options;
    private readonly DeploymentCacheRates _rates;
    private readonly ChatClientMetadata? _metadata;
    private readonly ILogger _logger;

    /// <summary>Initializes a new instance of the <see cref="PromptCompressionChatClient"/> class.</summary>
    /// <param name="innerClient">The deployment's client, metered.</param>
    /// <param name="compressor">What shortens prompts; <see langword="null"/> for one with default options.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="logger">Where failures are reported; <see langword="null"/> for nowhere.</param>
    public PromptCompressionChatClient(
        IChatClient innerClient, PromptCompressor? compressor = null, TimeProvider? timeProvider = null, ILogger<PromptCompressionChatClient>? logger = null)
        : base(innerClient)
    {
        _compressor = compressor ?? new PromptCompressor();
        _options = _compressor.Options;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _metadata = innerClient.GetService<ChatClientMetadata>();
        _rates = new DeploymentCacheRates(_options, innerClient.GetService<MeteringChatClient>(), timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return IsPoll(options) ? base.GetResponseAsync(messages, options, cancellationToken) : AnswerAsync(Listed(messages), options, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        // Captured here, when the call is made: inside the iterator the scope may already be closed.
        return IsPoll(options)
            ? base.GetStreamingResponseAsync(messages, options, cancellationToken)
            : StreamAsync(Listed(messages), options, AttributionScope.Current, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(PromptCompressor) ? _compressor : base.GetService(serviceType, serviceKey);
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A lever may save less than hoped; it may not break the request.")]
    long IPromptShortener.SavedBy(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string? runId)
    {
        try
        {
            if (ModeOf(runId, messages) != CompressionMode.On)
            {
                return 0;
            }

            CompressionReceipt receipt = Shorten(messages, options).Prompt.Receipt;
            return receipt.TokensBefore - receipt.TokensAfter;
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return 0;
        }
    }

    private async Task<ChatResponse> AnswerAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        // What is set here is gone when this method returns: it is asynchronous.
        (messages, long cacheExpected) = Enter(AttributionScope.Current, messages, options);
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
        Learn(options, cacheExpected, response.Usage);
        return response;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, AttributionScope? captured, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AttributionScope? outside = AttributionScope.Current;
        (IReadOnlyList<ChatMessage> shortened, long cacheExpected) = Enter(captured, messages, options);
        IAsyncEnumerable<ChatResponseUpdate> stream;
        try
        {
            // The meter captures its attribution when it is asked for the stream, so nothing need be held while updates come.
            stream = base.GetStreamingResponseAsync(shortened, options, cancellationToken);
        }
        finally
        {
            AttributionScope.Exchange(outside);
        }

        UsageDetails? usage = null;
        await foreach (ChatResponseUpdate update in stream.WithCancellation(cancellationToken))
        {
            usage = UsageOf(update) ?? usage;
            yield return update;
        }

        Learn(options, cacheExpected, usage);
    }

    private static UsageDetails? UsageOf(ChatResponseUpdate update)
    {
        foreach (AIContent content in update.Contents)
        {
            if (content is UsageContent { Details.CachedInputTokenCount: not null } usage)
            {
                return usage.Details;
            }
        }

        return null;
    }

    private void Learn(ChatOptions? options, long cacheExpected, UsageDetails? usage) => _rates.Learn(ModelOf(options), cacheExpected, usage?.CachedInputTokenCount);

    private string? ModelOf(ChatOptions? options) => options?.ModelId ?? _metadata?.DefaultModelId;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A lever may save less than hoped; it may not break the request.")]
    private (IReadOnlyList<ChatMessage> Messages, long CacheExpected) Enter(AttributionScope? scope, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        try
        {
            ShortenedPrompt shortened = Shorten(messages, options);
            CompressionMode mode = ModeOf(scope?.RunId, messages);
            CompressionReceipt receipt = shortened.Prompt.Receipt with { Mode = mode };
            if (mode == CompressionMode.On)
            {
                _compressor.Keep(shortened, scope?.Tags ?? TagSet.Empty);
            }

            Tell(receipt);
            if (!receipt.Blocks.IsEmpty)
            {
                var said = new AttemptCompression(mode, receipt.TokensBefore, receipt.TokensAfter) { Steps = receipt.Steps };
                var stage = new CompressionStage(scope?.Stage, said, shortened.Changes) { CacheLost = receipt.CacheLost };
                AttributionScope.Exchange(AttributionScope.For(scope, scope?.Stage?.Find<CompressionStage>()?.Then(stage) ?? stage));
            }

            return (mode == CompressionMode.On ? shortened.Prompt.Messages : messages, shortened.CacheExpected);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return (messages, 0);
        }
    }

    private ShortenedPrompt Shorten(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        string? model = ModelOf(options);
        return _compressor.Shorten(messages, options, new CompressionTarget(model, _metadata?.ProviderName, _rates.Of(model)));
    }

    private CompressionMode ModeOf(string? runId, IReadOnlyList<ChatMessage> messages) =>
        ConversationDraw.Contains(runId, messages, _options.ControlShare, _options.Seed) ? CompressionMode.Control : _options.Mode;

    private void Tell(CompressionReceipt receipt)
    {
        foreach (UntouchedBlock untouched in receipt.Untouched)
        {
            LogUntouched(untouched.Message, untouched.Content, untouched.Reason);
        }

        _options.OnCompressed?.Invoke(receipt);
    }

    // A poll of a background response sends no messages.
    private static bool IsPoll(ChatOptions? options) => options?.ContinuationToken is not null;

    private static IReadOnlyList<ChatMessage> Listed(IEnumerable<ChatMessage> messages) => messages as IReadOnlyList<ChatMessage> ?? [.. messages];

    [LoggerMessage(LogLevel.Error, "The prompt compressor failed; the prompt is sent as it came.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Debug, "Content {Content} of message {Message} is sent as it came. {Reason}")]
    private partial void LogUntouched(int message, int content, string reason);
}
