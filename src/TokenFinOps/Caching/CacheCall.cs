using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Attribution;
using TokenFinOps.Caching.Entries;
using TokenFinOps.Caching.Flights;
using TokenFinOps.Caching.Lookups;
using TokenFinOps.Caching.Partitions;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Caching;

/// <summary>One request on its way through the cache. Used by one flow of execution at a time.</summary>
/// <remarks>A fault of the cache is logged and the request goes to the model, as if there were no cache.</remarks>
internal sealed partial class CacheCall
{
    private readonly SemanticCache _cache;
    private readonly CachedClient _client;
    private readonly FinOpsRequest _request;
    private readonly AttributionScope? _scope;
    private readonly CacheControl _control;
    private readonly CacheQuestion? _question;
    private readonly Guid _requestId;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startedTicks;
    private LookupResult _lookup = new();
    private CacheMode _mode;
    private Flight? _flight;
    private CacheStage? _stage;

    public CacheCall(SemanticCache cache, CachedClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        _cache = cache;
        _client = client;
        Messages = messages;
        Options = options;
        _scope = AttributionScope.Current;
        _control = _scope?.Stage?.Find<CacheControlStage>()?.Control ?? CacheControl.Default;
        _startedAt = cache.Time.GetUtcNow();
        _startedTicks = cache.Time.GetTimestamp();
        _request = client.Recorder?.Capture() ?? new FinOpsRequest(_scope?.Tags ?? TagSet.Empty, _scope?.RunId, _scope?.ParentRunId, false);
        _requestId = client.Recorder?.NextRequestId() ?? Guid.CreateVersion7(_startedAt);
        Bypass = Read(out _question);
        _mode = cache.Options.Mode;
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    public ChatOptions? Options { get; }

    /// <summary>Gets why the cache stays out, or <see cref="CacheBypass.None"/>.</summary>
    public CacheBypass Bypass { get; }

    public bool IsStreamed { get; init; }

    private SemanticCacheOptions Settings => _cache.Options;

    private bool IsCacheOnly => _control.Mode == CacheControlMode.CacheOnly;

    /// <summary>Looks for an answer.</summary>
    /// <returns>The answer, or <see langword="null"/> when the model is to be asked.</returns>
    /// <exception cref="CacheMissException">There is none, and the caller allows no other.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<ChatResponse?> FindAsync(CancellationToken cancellationToken)
    {
        if (Bypass != CacheBypass.None)
        {
            _cache.Counters.Count(Bypass);
            return IsCacheOnly ? throw new CacheMissException($"The semantic cache stays out of this call ({Bypass}), and the call allows no other answer.") : null;
        }

        if (IsControl())
        {
            _mode = CacheMode.Control;
            return Miss("the request is of the control group");
        }

        FoundAnswer? found = await LookAsync(cancellationToken).ConfigureAwait(false);
        if (_control.Mode == CacheControlMode.Refresh)
        {
            return Miss("the caller wants a fresh answer");
        }

        if (found is null)
        {
            return Miss(_lookup.Reason);
        }

        return _mode == CacheMode.On ? TryServe(found) ?? Miss("the answer could not be read") : Watch(found);
    }

    /// <summary>Makes the scope in which the model is asked.</summary>
    public AttributionScope ScopeOfMiss() => AttributionScope.For(_scope, _stage!);

    /// <summary>Records a hit in the ledger.</summary>
    public ValueTask RecordHitAsync() => _client.Recorder?.RecordHitAsync(Hit!.Value) ?? ValueTask.CompletedTask;

    /// <summary>Keeps the model's answer, if it may be kept, and hands it to those who wait for it. Never throws.</summary>
    public void Keep(ChatResponse response) => KeepOf(() => response);

    /// <inheritdoc cref="Keep(ChatResponse)"/>
    public void Keep(List<ChatResponseUpdate> updates) => KeepOf(updates.ToChatResponse);

    /// <summary>Tells those who wait that there will be no answer.</summary>
    /// <param name="isGivenUp">Whether the caller went away, so that another should ask.</param>
    public void GiveUp(bool isGivenUp)
    {
        if (isGivenUp && IsStreamed)
        {
            _cache.Counters.Count(CacheBypass.AbandonedStream);
        }

        _flight?.Land(isGivenUp ? FlightEnd.GivenUp : FlightEnd.NoAnswer);
    }

    private CacheHitFacts? Hit { get; set; }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The caller has the answer; that it is not kept must not take it away.")]
    private void KeepOf(Func<ChatResponse> response)
    {
        CacheEntry? entry = null;
        try
        {
            entry = TryKeep(response());
        }
        catch (Exception exception)
        {
            _cache.Counters.Count(CacheBypass.Failed);
            LogFailed(_cache.Logger, exception, "keeping an answer");
        }
        finally
        {
            _flight?.Land(entry is null ? FlightEnd.NoAnswer : new FlightEnd(new FoundAnswer(entry, null, new(true, "the same question, asked at the same time")), false));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A lever may save less than hoped; it may not break the request.")]
    private CacheBypass Read(out CacheQuestion? question)
    {
        question = null;
        try
        {
            return _control.Mode == CacheControlMode.NoCache ? CacheBypass.NotWanted : ReadQuestion(out question);
        }
        catch (Exception exception)
        {
            LogFailed(_cache.Logger, exception, "reading a question");
            return CacheBypass.Failed;
        }
    }

    private CacheBypass ReadQuestion(out CacheQuestion? question) =>
        _cache.Reader.Read(new CacheRequest(Messages, Options, _request.Tags, _client.Provider, Options?.ModelId ?? _client.DefaultModel, _control), out question);

    private bool IsControl() =>
        Settings.ControlShare > 0
        && ControlDraw.Contains(_request.RunId is { } run ? MemoryMarshal.AsBytes(run.AsSpan()) : MemoryMarshal.AsBytes(_question!.Text.AsSpan()), Settings.ControlShare, Settings.Seed);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A lever may save less than hoped; it may not break the request.")]
    private async ValueTask<FoundAnswer?> LookAsync(CancellationToken cancellationToken)
    {
        _cache.Counters.CountLookup();
        try
        {
            FoundAnswer? found = await FindOrLeadAsync(cancellationToken).ConfigureAwait(false);
            if (found is not null && _flight is not null)
            {
                _flight.Land(new FlightEnd(found, false));
            }

            return found;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _flight?.Land(FlightEnd.GivenUp);
            throw;
        }
        catch (Exception exception)
        {
            _cache.Counters.Count(CacheBypass.Failed);
            LogFailed(_cache.Logger, exception, "looking for an answer");
            _lookup = new LookupResult { Reason = "the lookup failed" };
            return null;
        }
    }

    private async ValueTask<FoundAnswer?> FindOrLeadAsync(CancellationToken cancellationToken)
    {
        if (_control.Mode == CacheControlMode.Refresh)
        {
            return await FindSimilarAsync(cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            _lookup = _cache.Finder.FindExact(_question!);
            if (_lookup.Found is { } exact)
            {
                return exact;
            }

            if (_flight is not null || !Coalesces())
            {
                return await FindSimilarAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_cache.Flights.TryLead(_question!.ExactKey, out Flight flight))
            {
                // Somebody may have landed since: look once more, as the one who leads now.
                _flight = flight;
                continue;
            }

            FlightEnd end = await flight.WaitAsync(Settings.CoalescingTimeout, _cache.Time, cancellationToken).ConfigureAwait(false);
            if (end.Found is not null)
            {
                return end.Found;
            }

            if (!end.IsGivenUp)
            {
                return await FindSimilarAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool Coalesces() => Settings.CoalesceRequests && _mode == CacheMode.On && Settings.Corroborations == 0 && _control.Mode == CacheControlMode.Default;

    private async ValueTask<FoundAnswer?> FindSimilarAsync(CancellationToken cancellationToken)
    {
        ComparedText? compared = Settings.ContextTurns > 0 ? ComparedText.WithTurns(_question!.Text, Messages, Settings.ContextTurns)
            : Settings.StandaloneQuestion is not { } rewrite ? new ComparedText(_question!.Text)
            : await rewrite(Messages, cancellationToken).ConfigureAwait(false) is { } alone ? new ComparedText(QuestionText.Normalize(alone))
            : null;
        _lookup = await _cache.Finder.FindSimilarAsync(_question!, compared, _requestId, cancellationToken).ConfigureAwait(false);
        return _lookup.Found;
    }

    private ChatResponse? Miss(string? reason)
    {
        if (IsCacheOnly)
        {
            throw new CacheMissException($"The semantic cache has no answer for this call ({reason ?? "nothing like it was asked"}), and the call allows no other.");
        }

        Enter(new AttemptCache(_mode, CacheLookup.Missed)
        {
            EntryId = _lookup.Nearest?.Id,
            Similarity = _lookup.Candidate?.Similarity,
            Age = _lookup.Nearest is { } nearest ? _startedAt - nearest.Created : null,
            Reason = reason,
        });
        return null;
    }

    private ChatResponse? Watch(FoundAnswer found)
    {
        _cache.Counters.CountWatchedHit();
        if (IsCacheOnly)
        {
            throw new CacheMissException("The semantic cache is in shadow mode and answers nothing, and the call allows no other answer.");
        }

        Enter(Remark(found));
        return null;
    }

    private void Enter(AttemptCache remark)
    {
        _stage = new CacheStage(_scope?.Stage, _requestId, remark);
        _cache.Tell(remark);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The model can still be asked.")]
    private ChatResponse? TryServe(FoundAnswer found)
    {
        try
        {
            return Serve(found);
        }
        catch (Exception exception)
        {
            _cache.Counters.Count(CacheBypass.Failed);
            LogFailed(_cache.Logger, exception, "serving an answer");
            return null;
        }
    }

    private ChatResponse Serve(FoundAnswer found)
    {
        CacheEntry entry = found.Entry;
        AttemptCache remark = Remark(found);
        ChatResponse reply = entry.Answer.ToResponse();
        (reply.AdditionalProperties ??= [])[CacheHit.PropertyName] =
            new CacheHit(_requestId, entry.Id, found.Similarity, remark.Age.GetValueOrDefault(), found.IsExact, found.Decision.Reason);
        Hit = new CacheHitFacts(_request, _requestId, remark, entry.Cost)
        {
            StartedAt = _startedAt,
            StartedTicks = _startedTicks,
            IsStreamed = IsStreamed,
            RequestedModel = Options?.ModelId,
        };

        // Counted last: an answer that cannot be read is no hit.
        _cache.Serve(_requestId, found, _question!);
        if (found.Decision.Audit)
        {
            Audit(found);
        }

        _cache.Tell(remark);
        return reply;
    }

    private AttemptCache Remark(FoundAnswer found) => new(_mode, found.IsExact ? CacheLookup.ExactHit : CacheLookup.SemanticHit)
    {
        EntryId = found.Entry.Id,
        Similarity = found.Similarity,
        Age = TimeSpan.FromTicks(Math.Max(0, (_startedAt - found.Entry.Created).Ticks)),
        Reason = found.Decision.Reason,
    };

    private void Audit(FoundAnswer found)
    {
        // The caller may go on with its list while the audit runs.
        ChatMessage[] messages = [.. Messages];
        ChatOptions? options = Options?.Clone();
        CacheQuestion question = _question!;
        LookupResult lookup = _lookup;
        _cache.Audits.Audit(
            found, lookup.Compared?.Question ?? question.Text, _requestId,
            cancellationToken => _client.Ask(messages, options, cancellationToken),
            (fresh, cost) =>
            {
                found.Entry.Block(question.ExactKey);
                _cache.Keep(question, lookup, _control, fresh, cost);
            });
    }

    private CacheEntry? TryKeep(ChatResponse response)
    {
        AnswerCost? cost = _stage?.Answer();
        _cache.ObserveAnswer(cost);
        if (_mode == CacheMode.Control)
        {
            return null;
        }

        CacheEntry? doubted = _lookup.Found?.Entry ?? _lookup.Nearest;
        bool waits = doubted is not null && doubted.Corroborations < Settings.Corroborations;
        CacheEntry? entry = waits ? null : Store(response, cost);
        if (doubted is not null && (waits || (_lookup.Found?.Decision ?? _lookup.Decision).Audit || _lookup.Found is not null))
        {
            _cache.Audits.Explore(
                doubted, _lookup.Candidate, _lookup.Decision, _lookup.Compared?.Question ?? _question!.Text, _requestId, response.Text,
                isRight => Corroborate(doubted, isRight, waits, response, cost));
        }

        return entry;
    }

    private void Corroborate(CacheEntry doubted, bool isRight, bool waits, ChatResponse response, AnswerCost? cost)
    {
        if (isRight)
        {
            doubted.Corroborate();
        }
        else if (waits)
        {
            Store(response, cost);
        }
    }

    private CacheEntry? Store(ChatResponse response, AnswerCost? cost)
    {
        (CacheEntry? entry, CacheBypass bypass) = _cache.Keep(_question!, _lookup, _control, response, cost);
        if (bypass != CacheBypass.None)
        {
            _cache.Counters.Count(bypass);
        }

        return entry;
    }

    [LoggerMessage(LogLevel.Error, "The semantic cache failed while {Doing}; the model's answer is not affected.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string doing);
}
