using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Caching;

/// <summary>Answers from a semantic cache what has been answered before, and asks the model for the rest.</summary>
/// <remarks>
/// <para>
/// Put it outside the router and the meter: a hit makes no call, and is an entry of the ledger of its own, at no cost. Streaming and non-streaming calls share answers. Answers from the
/// cache have no usage and carry a <see cref="CacheHit"/>.
/// </para>
/// <para>Neither messages nor options of the caller are changed. A fault in here is logged, and the model is asked. Thread-safe.</para>
/// </remarks>
public sealed class SemanticCacheChatClient : DelegatingChatClient
{
    private readonly SemanticCache _cache;
    private readonly CachedClient _client;

    /// <summary>Initializes a new instance of the <see cref="SemanticCacheChatClient"/> class.</summary>
    /// <param name="innerClient">The client that is asked when the cache has no answer.</param>
    /// <param name="cache">The cache. Disposed of by its owner.</param>
    public SemanticCacheChatClient(IChatClient innerClient, SemanticCache cache)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(cache);
        _cache = cache;
        var metadata = innerClient.GetService<ChatClientMetadata>();
        _client = new CachedClient(
            $"{metadata?.ProviderName}|{metadata?.ProviderUri}", metadata?.DefaultModelId, innerClient.GetService<CostRecorder>(), base.GetResponseAsync);
    }

    /// <inheritdoc/>
    /// <exception cref="CacheMissException">The call allows no answer but the cache's, and there is none.</exception>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return AnswerAsync(new CacheCall(_cache, _client, Listed(messages), options), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="CacheMissException">The call allows no answer but the cache's, and there is none.</exception>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);

        // Captured here, when the call is made: inside the iterator the scope may already be closed.
        return StreamAsync(new CacheCall(_cache, _client, Listed(messages), options) { IsStreamed = true }, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(SemanticCache) ? _cache : base.GetService(serviceType, serviceKey);
    }

    private async Task<ChatResponse> AnswerAsync(CacheCall call, CancellationToken cancellationToken)
    {
        if (await call.FindAsync(cancellationToken) is { } reply)
        {
            await call.RecordHitAsync();
            return reply;
        }

        if (call.Bypass != CacheBypass.None)
        {
            return await base.GetResponseAsync(call.Messages, call.Options, cancellationToken);
        }

        ChatResponse response;
        try
        {
            // What is set here is gone when this method returns: it is asynchronous.
            AttributionScope.Exchange(call.ScopeOfMiss());
            response = await base.GetResponseAsync(call.Messages, call.Options, cancellationToken);
        }
        catch (Exception exception)
        {
            call.GiveUp(IsGivenUp(exception, cancellationToken));
            throw;
        }

        call.Keep(response);
        return response;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(CacheCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await call.FindAsync(cancellationToken) is { } reply)
        {
            foreach (ChatResponseUpdate update in reply.ToChatResponseUpdates())
            {
                (update.AdditionalProperties ??= [])[CacheHit.PropertyName] = reply.GetCacheHit();
                yield return update;
            }

            await call.RecordHitAsync();
            yield break;
        }

        if (call.Bypass != CacheBypass.None)
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(call.Messages, call.Options, cancellationToken).WithCancellation(cancellationToken))
            {
                yield return update;
            }

            yield break;
        }

        List<ChatResponseUpdate> updates = [];
        IAsyncEnumerator<ChatResponseUpdate>? stream = null;
        bool isWhole = false;
        bool isGivenUp = true;
        try
        {
            while (true)
            {
                try
                {
                    stream ??= Ask(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await stream.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception exception)
                {
                    isGivenUp = IsGivenUp(exception, cancellationToken);
                    throw;
                }

                updates.Add(stream.Current);
                yield return stream.Current;
            }

            isWhole = true;
        }
        finally
        {
            // First those who wait: closing a stream can take its time, or fail.
            if (!isWhole)
            {
                call.GiveUp(isGivenUp);
            }

            await CloseAsync(stream, call);
        }

        call.Keep(updates);
    }

    private static async ValueTask CloseAsync(IAsyncEnumerator<ChatResponseUpdate>? stream, CacheCall call)
    {
        try
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch
        {
            call.GiveUp(isGivenUp: false);
            throw;
        }
    }

    private static bool IsGivenUp(Exception exception, CancellationToken cancellationToken) => exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    // Some clients ask for their inner stream only when their own is read, so the scope is held for as long.
    private AttributedStream<ChatResponseUpdate> Ask(CacheCall call, CancellationToken cancellationToken)
    {
        AttributionScope scope = call.ScopeOfMiss();
        AttributionScope? outside = AttributionScope.Exchange(scope);
        try
        {
            return new AttributedStream<ChatResponseUpdate>(base.GetStreamingResponseAsync(call.Messages, call.Options, cancellationToken), scope);
        }
        finally
        {
            AttributionScope.Exchange(outside);
        }
    }

    private static IReadOnlyList<ChatMessage> Listed(IEnumerable<ChatMessage> messages) => messages as IReadOnlyList<ChatMessage> ?? [.. messages];
}
