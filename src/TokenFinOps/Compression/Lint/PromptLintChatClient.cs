using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Compression.Lint;

/// <summary>Looks at the prompts of one deployment for a <see cref="PromptLint"/>.</summary>
/// <remarks>
/// Put it inside function invocation, so that it sees tool results, and outside compression, so that it sees what the application wrote. The prompt is looked at while the
/// provider works on it, that of a stream before the stream is read. Neither prompts nor answers are changed; a fault in here is logged. Thread-safe.
/// </remarks>
public sealed partial class PromptLintChatClient : DelegatingChatClient
{
    private readonly PromptLint _lint;
    private readonly MeteringChatClient? _meter;
    private readonly ChatClientMetadata? _metadata;
    private readonly ILogger _logger;

    /// <summary>Initializes a new instance of the <see cref="PromptLintChatClient"/> class.</summary>
    /// <param name="innerClient">The deployment's client; findings have a cost when it is metered.</param>
    /// <param name="lint">What keeps what is seen.</param>
    /// <param name="logger">Where failures are reported; <see langword="null"/> for nowhere.</param>
    public PromptLintChatClient(IChatClient innerClient, PromptLint lint, ILogger<PromptLintChatClient>? logger = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(lint);
        _lint = lint;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _meter = innerClient.GetService<MeteringChatClient>();
        _metadata = innerClient.GetService<ChatClientMetadata>();
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> listed = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        Task<ChatResponse> answer = base.GetResponseAsync(listed, options, cancellationToken);
        LintedCall? call = Look(listed, options);
        ChatResponse response = await answer;
        var seen = new SeenAnswer();
        seen.Add(response);
        Add(call, seen, options);
        return response;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> listed = messages as IReadOnlyList<ChatMessage> ?? [.. messages];

        // Looked at when the call is made: inside the iterator the scope may already be closed.
        return StreamAsync(base.GetStreamingResponseAsync(listed, options, cancellationToken), Look(listed, options), options, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(PromptLint) ? _lint : base.GetService(serviceType, serviceKey);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IAsyncEnumerable<ChatResponseUpdate> stream, LintedCall? call, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new SeenAnswer();
        try
        {
            await foreach (ChatResponseUpdate update in stream.WithCancellation(cancellationToken))
            {
                seen.Add(update);
                yield return update;
            }
        }
        finally
        {
            // Who stops listening has been billed all the same.
            if (seen.Any)
            {
                Add(call, seen, options);
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A report may miss a call; it may not break the request.")]
    private LintedCall? Look(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        // A poll of a background response sends no messages.
        if (options?.ContinuationToken is not null)
        {
            return null;
        }

        try
        {
            AttributionScope? scope = AttributionScope.Current;
            if (!_lint.IsSampled(scope?.RunId, messages))
            {
                return null;
            }

            // As the ledger has them: enriched, and hashed where the policy says so.
            TagSet tags = _meter?.Recorder.Capture().Tags ?? scope?.Tags ?? TagSet.Empty;
            string? model = options?.ModelId ?? _meter?.Deployment.DefaultModel ?? _metadata?.DefaultModelId;
            return _lint.Look(messages, options, new LintSource(tags, scope?.RunId, _meter, _meter?.Deployment.Provider ?? _metadata?.ProviderName, model));
        }
        catch (TagPolicyException)
        {
            // The call is refused for the same reason, and whoever makes it is told.
            return null;
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return null;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A report may miss a call; it may not take the answer away.")]
    private void Add(LintedCall? call, SeenAnswer seen, ChatOptions? options)
    {
        try
        {
            if (call is not null)
            {
                _lint.Add(call, seen.Usage, seen.Called);
            }
            else if (options?.ContinuationToken is null)
            {
                _lint.Pass();
            }
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "The prompt lint failed; its report misses a call.")]
    private partial void LogFailed(Exception exception);
}
