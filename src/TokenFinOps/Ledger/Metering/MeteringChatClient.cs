using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Attribution;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Writes one ledger entry for every call of the client it wraps: who pays, what was used, what it cost.</summary>
/// <remarks>
/// <para>
/// Put it next to the provider, inside function invocation, so that it sees every physical call. It changes neither request nor answer, copies numbers and keeps
/// no response, and never delays an update of a stream. A stream that is read twice is two calls, and two entries.
/// </para>
/// <para>
/// A call that fails, is cancelled, or whose stream is not read to its end is an entry too, with usage estimated from what was sent and delivered.
/// A failure of the bookkeeping itself is logged and counted and never reaches the caller. Thread-safe.
/// </para>
/// </remarks>
public sealed partial class MeteringChatClient : DelegatingChatClient
{
    private readonly CostRecorder _recorder;
    private readonly ChatMeter _meter;

    /// <summary>Initializes a new instance of the <see cref="MeteringChatClient"/> class.</summary>
    /// <param name="innerClient">The provider's client.</param>
    /// <param name="recorder">What prices and records the calls.</param>
    /// <param name="options">How they are metered, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists everything that is wrong.</exception>
    public MeteringChatClient(IChatClient innerClient, CostRecorder recorder, MeteringOptions? options = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        _recorder = recorder;
        bool seesSums = innerClient.GetService(typeof(FunctionInvokingChatClient)) is not null;
        bool seesCacheHits = innerClient.GetService(typeof(CachingChatClient)) is not null;
        var metadata = innerClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        _meter = new ChatMeter(recorder, new MeteredDeployment(
            options ?? new MeteringOptions(), "chat", metadata?.ProviderName, metadata?.ProviderUri, metadata?.DefaultModelId, seesSums));
        if (seesSums)
        {
            LogSeesSums(recorder.Logger);
        }

        if (seesCacheHits)
        {
            LogSeesCacheHits(recorder.Logger);
        }
    }

    internal MeteredDeployment Deployment => _meter.Deployment;

    internal CostRecorder Recorder => _recorder;

    /// <inheritdoc/>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return MeterAsync(_meter.Begin(Listed(messages), options, _meter.Capture(), MeteringNotes.None), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        // Captured here, when the call is made: inside the iterator the scope may already be closed.
        return MeterStreamAsync(Listed(messages), options, _meter.Capture(), cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType == typeof(ICostLedger))
        {
            return _recorder.Ledger;
        }

        return serviceKey is null && serviceType == typeof(CostRecorder) ? _recorder : base.GetService(serviceType, serviceKey);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _meter.RecordHeld();
        }

        base.Dispose(disposing);
    }

    private async Task<ChatResponse> MeterAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        await _meter.AdmitAsync(attempt, cancellationToken);
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(attempt.Messages!, attempt.Options, cancellationToken);
        }
        catch (Exception exception)
        {
            attempt.EndBy(exception);
            await _meter.SettleAsync(attempt);
            throw;
        }

        _meter.Complete(attempt, response);
        await _meter.SettleAsync(attempt);
        return response;
    }

    // One state machine for the whole stream: waiting for an update allocates nothing, and no further step stands between the provider and the reader.
    private async IAsyncEnumerable<ChatResponseUpdate> MeterStreamAsync(
        IReadOnlyCollection<ChatMessage> messages,
        ChatOptions? options,
        FinOpsRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Attempt attempt = _meter.Begin(messages, options, request, MeteringNotes.Streamed);
        await _meter.AdmitAsync(attempt, cancellationToken);
        attempt.End(AttemptOutcome.Abandoned);
        IAsyncEnumerator<ChatResponseUpdate>? stream = null;
        try
        {
            while (true)
            {
                try
                {
                    stream ??= base.GetStreamingResponseAsync(attempt.Messages!, attempt.Options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await stream.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception exception)
                {
                    attempt.EndBy(exception);
                    throw;
                }

                ChatResponseUpdate update = stream.Current;
                _meter.Observe(attempt, update);
                yield return update;
            }

            attempt.End(AttemptOutcome.Succeeded);
        }
        finally
        {
            await EndAsync(stream, attempt);
        }
    }

    private async ValueTask EndAsync(IAsyncEnumerator<ChatResponseUpdate>? stream, Attempt attempt)
    {
        try
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        finally
        {
            await _meter.SettleAsync(attempt);
        }
    }

    private static IReadOnlyCollection<ChatMessage> Listed(IEnumerable<ChatMessage> messages) => messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];

    [LoggerMessage(LogLevel.Warning, "The cost meter sits outside function invocation: it sees the sum of several model calls as one and prices it at the last model. Add UseTokenFinOps after UseFunctionInvocation, nearer to the provider.")]
    private static partial void LogSeesSums(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The cost meter sits outside a response cache: cached answers repeat their old usage and would be billed again. Add UseTokenFinOps after UseDistributedCache, nearer to the provider.")]
    private static partial void LogSeesCacheHits(ILogger logger);
}
