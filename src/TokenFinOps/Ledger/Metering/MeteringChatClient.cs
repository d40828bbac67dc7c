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
    private readonly MeteredDeployment _deployment;
    private readonly BackgroundResponses _background = new();

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
        _deployment = new MeteredDeployment(
            options ?? new MeteringOptions(), "chat", metadata?.ProviderName, metadata?.ProviderUri, metadata?.DefaultModelId, seesSums);
        if (seesSums)
        {
            LogSeesSums(recorder.Logger);
        }

        if (seesCacheHits)
        {
            LogSeesCacheHits(recorder.Logger);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return MeterAsync(Begin(messages, options, _recorder.Capture(), MeteringNotes.None), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        // Captured here, when the call is made: inside the iterator the scope may already be closed.
        FinOpsRequest request = _recorder.Capture();
        return MeterStreamAsync(messages as IReadOnlyCollection<ChatMessage> ?? [.. messages], options, request, cancellationToken);
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
            foreach (Attempt attempt in _background.TakeAll())
            {
                _recorder.RecordInBackground(attempt, EntryIds.OfResponse(_deployment.Provider, attempt.ResponseId!));
            }
        }

        base.Dispose(disposing);
    }

    private async Task<ChatResponse> MeterAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(attempt.Messages!, attempt.Options, cancellationToken);
        }
        catch (Exception exception)
        {
            attempt.End(exception is OperationCanceledException ? AttemptOutcome.Cancelled : AttemptOutcome.Failed, exception);
            await SettleAsync(attempt);
            throw;
        }

        _recorder.Guard(static (attempt, response) => attempt.Complete(response), attempt, response);
        await SettleAsync(attempt);
        return response;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> MeterStreamAsync(
        IReadOnlyCollection<ChatMessage> messages,
        ChatOptions? options,
        FinOpsRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Attempt attempt = Begin(messages, options, request, MeteringNotes.Streamed);
        attempt.End(AttemptOutcome.Abandoned);
        try
        {
            await using IAsyncEnumerator<ChatResponseUpdate> stream = OpenStream(attempt, cancellationToken);
            while (await MoveNextAsync(stream, attempt))
            {
                ChatResponseUpdate update = stream.Current;
                attempt.TimeToFirstUpdate ??= _recorder.Elapsed(attempt);
                _recorder.Guard(static (attempt, update) => attempt.Observe(update), attempt, update);
                yield return update;
            }

            attempt.End(AttemptOutcome.Succeeded);
        }
        finally
        {
            await SettleAsync(attempt);
        }
    }

    private IAsyncEnumerator<ChatResponseUpdate> OpenStream(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return base.GetStreamingResponseAsync(attempt.Messages!, attempt.Options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }
        catch (Exception exception)
        {
            attempt.End(exception is OperationCanceledException ? AttemptOutcome.Cancelled : AttemptOutcome.Failed, exception);
            throw;
        }
    }

    // A yield cannot stand in a try block with a catch, so the step that may fail has a method of its own.
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> stream, Attempt attempt)
    {
        try
        {
            return await stream.MoveNextAsync();
        }
        catch (Exception exception)
        {
            attempt.End(exception is OperationCanceledException ? AttemptOutcome.Cancelled : AttemptOutcome.Failed, exception);
            throw;
        }
    }

    private Attempt Begin(IEnumerable<ChatMessage> messages, ChatOptions? options, in FinOpsRequest request, MeteringNotes notes)
    {
        IEnumerable<ChatMessage> sent = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        return _recorder.Begin(_deployment, request, notes, sent, options, options?.ModelId);
    }

    private ValueTask SettleAsync(Attempt attempt)
    {
        bool polls = attempt.Options?.ContinuationToken is not null;
        if (!polls && !attempt.IsPending)
        {
            return _recorder.RecordAsync(attempt, null);
        }

        return SettleBackgroundAsync(attempt, polls);
    }

    // Every poll of a background response is part of the one call that started it, which is recorded once, when the answer is complete.
    private async ValueTask SettleBackgroundAsync(Attempt attempt, bool polls)
    {
        bool ended = attempt.Outcome == AttemptOutcome.Succeeded && !attempt.IsPending;
        if (!ended)
        {
            if (!polls || attempt.ResponseId is not null)
            {
                await HoldAsync(attempt);
            }

            return;
        }

        if (attempt.ResponseId is not { } responseId)
        {
            attempt.Notes |= MeteringNotes.Background;
            await _recorder.RecordAsync(attempt, null);
            return;
        }

        Attempt whole = _background.Take(responseId) ?? attempt;
        if (!ReferenceEquals(whole, attempt))
        {
            whole.EndWith(attempt);
        }

        whole.Notes |= MeteringNotes.Background;
        await _recorder.RecordAsync(whole, EntryIds.OfResponse(_deployment.Provider, responseId));
    }

    private async ValueTask HoldAsync(Attempt attempt)
    {
        attempt.Notes |= MeteringNotes.Background;
        if (attempt.ResponseId is null)
        {
            await _recorder.RecordAsync(attempt, null);
            return;
        }

        attempt.Forget();
        if (_background.Hold(attempt) is { } crowdedOut)
        {
            await _recorder.RecordAsync(crowdedOut, EntryIds.OfResponse(_deployment.Provider, crowdedOut.ResponseId!));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The cost meter sits outside function invocation: it sees the sum of several model calls as one and prices it at the last model. Add UseTokenFinOps after UseFunctionInvocation, nearer to the provider.")]
    private static partial void LogSeesSums(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The cost meter sits outside a response cache: cached answers repeat their old usage and would be billed again. Add UseTokenFinOps after UseDistributedCache, nearer to the provider.")]
    private static partial void LogSeesCacheHits(ILogger logger);
}
