using System.Diagnostics.CodeAnalysis;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Audits;
using TokenFinOps.Caching.Embedding;
using TokenFinOps.Caching.Entries;
using TokenFinOps.Caching.Flights;
using TokenFinOps.Caching.Lookups;
using TokenFinOps.Caching.Partitions;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Caching;

/// <summary>Keeps answers and finds them again, for questions that mean the same.</summary>
/// <remarks>
/// <para>
/// Everything but the last words of a person must be equal, by a cryptographic hash, for two requests to share an answer: tags, model, instructions, earlier turns, tools, format and
/// options. Only those last words are compared by meaning. Several chat clients can share one cache.
/// </para>
/// <para>Questions and answers are kept in memory as text. Thread-safe.</para>
/// </remarks>
public sealed partial class SemanticCache : IAsyncDisposable
{
    private const int RememberedHits = 10_000;
    private const float LookAlike = 0.98f;

    private readonly ConcurrentLru<Guid, ServedHit> _served = new(RememberedHits);
    private readonly AnswerAdmission _admission;
    private readonly EntryStore _entries;
    private readonly QuestionEmbedder _embedder;
    private readonly LookupEconomics _economics = new();
    private readonly StoreSync? _sync;

    /// <summary>Initializes a new instance of the <see cref="SemanticCache"/> class.</summary>
    /// <param name="options">Which answers are served again; <see langword="null"/> for the defaults.</param>
    /// <param name="embedder">What embeds questions; <see langword="null"/> for the lexical embedder that comes with the SDK. Disposed of by its owner.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="logger">Where failures are reported; <see langword="null"/> for nowhere.</param>
    /// <param name="store">Keeps entries beyond the process; <see langword="null"/> for nothing. Disposed of by its owner, after the cache.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists everything that is wrong.</exception>
    public SemanticCache(
        SemanticCacheOptions? options = null,
        IEmbeddingGenerator<string, Embedding<float>>? embedder = null,
        TimeProvider? timeProvider = null,
        ILogger<SemanticCache>? logger = null,
        ISemanticCacheStore? store = null)
    {
        Options = options ?? new SemanticCacheOptions();
        Options.Validate();
        Time = timeProvider ?? TimeProvider.System;
        Logger = logger ?? (ILogger)NullLogger.Instance;
        embedder ??= new Embeddings.LexicalEmbeddingGenerator();
        Policy = Options.Acceptance ?? DefaultPolicy.For(Options.Judge is not null, embedder, Logger);
        _embedder = new QuestionEmbedder(embedder, Options.EmbeddingTimeout, Time, Logger);
        _entries = new EntryStore(Options.MaxBytes, Time, OnGone);
        _admission = new AnswerAdmission(Options);
        Reader = new QuestionReader(Options, _embedder.Identity);
        Finder = new AnswerFinder(Options, _entries, _embedder, Policy, _economics, Time);
        Audits = new AuditRunner(Options, Policy, Logger);
        _sync = store is null ? null : new StoreSync(store, _entries, Policy, _embedder.Identity, Time, Logger);
    }

    /// <summary>Gets what decides whether the answer of the nearest question is served.</summary>
    public ICacheAcceptancePolicy Policy { get; }

    internal SemanticCacheOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal QuestionReader Reader { get; }

    internal AnswerFinder Finder { get; }

    internal AuditRunner Audits { get; }

    internal FlightTable Flights { get; } = new();

    internal CacheCounters Counters { get; } = new();

    /// <summary>Tells what the cache has done so far.</summary>
    /// <returns>The figures.</returns>
    public CacheStatistics GetStatistics() => Counters.Read() with
    {
        Entries = _entries.Count,
        Bytes = _entries.Bytes,
        Evicted = _entries.Evicted,
        EmbeddingFailures = _embedder.Failures,
        NotWorthEmbedding = _economics.Skipped,
        Audited = Audits.Audited,
        AuditedWrong = Audits.Wrong,
        AuditsSkipped = Audits.Skipped,
        AuditCost = Audits.Spent,
        StoreFailures = _sync?.Failures ?? 0,
    };

    /// <summary>Says that a hit had the wrong answer: the entry is never served for that question again, and the acceptance policy learns of it.</summary>
    /// <param name="hitId">The hit, from <see cref="CacheHit.HitId"/>.</param>
    /// <param name="invalidate">Whether the answer itself is wrong, so that the entry goes. That of a hit word for word goes in any case.</param>
    /// <returns><see langword="false"/> when the hit is not among the last 10,000.</returns>
    public bool ReportWrongHit(Guid hitId, bool invalidate = false)
    {
        if (!_served.TryGet(hitId, out ServedHit? hit))
        {
            return false;
        }

        Counters.CountReport();
        CacheEntry entry = hit.Found.Entry;
        entry.Block(hit.Question.ExactKey);
        if (hit.Found.Candidate is { } candidate)
        {
            Policy.Observe(new CacheObservation(candidate, false, ObservationSource.Reported));
        }

        if (invalidate || hit.Found.IsExact)
        {
            _entries.Remove(entry, EntryEnd.Dropped);
        }

        return true;
    }

    /// <summary>Drops an entry.</summary>
    /// <param name="entryId">The entry, from <see cref="CacheHit.EntryId"/>.</param>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool Invalidate(Guid entryId) => _entries.Find(entryId) is { } entry && _entries.Remove(entry, EntryEnd.Dropped);

    /// <summary>Drops the entries whose requests were tagged so.</summary>
    /// <param name="key">The tag's key. It must be one of those that separate who shares answers.</param>
    /// <param name="value">The tag's value.</param>
    /// <returns>How many there were.</returns>
    public int InvalidateTag(string key, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(value);
        return Invalidate(entry => entry.Question.Owner.TryGetValue(key, out string? has) && has == value);
    }

    /// <summary>Drops the entries that rest on something that has changed.</summary>
    /// <param name="dependency">What they rest on, as in <see cref="CacheControl.DependsOn"/>.</param>
    /// <returns>How many there were.</returns>
    public int InvalidateDependency(string dependency)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dependency);
        return Invalidate(entry => entry.DependsOn.Contains(dependency, StringComparer.Ordinal));
    }

    /// <summary>Drops the entries that a condition holds for.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>How many there were.</returns>
    public int InvalidateWhere(Func<CachedAnswerInfo, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Invalidate(entry => condition(CachedAnswerInfo.Of(entry)));
    }

    /// <summary>Drops all entries.</summary>
    /// <returns>How many there were.</returns>
    public int Clear() => Invalidate(static _ => true);

    /// <summary>Waits until what a store has kept is in memory. Until then its questions are taken for ones that nobody has asked.</summary>
    /// <returns>A task that completes then; at once without a store.</returns>
    public Task WhenLoadedAsync() => _sync?.Loaded ?? Task.CompletedTask;

    /// <summary>Waits until no audit runs, and all that was kept is in the store.</summary>
    /// <returns>A task that completes then.</returns>
    public async Task WhenIdleAsync()
    {
        await Audits.WhenIdleAsync().ConfigureAwait(false);
        await (_sync?.FlushAsync() ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>Waits for what runs in the background, and drops the entries.</summary>
    /// <returns>A task that completes when all is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await WhenIdleAsync().ConfigureAwait(false);
        if (_sync is not null)
        {
            await _sync.DisposeAsync().ConfigureAwait(false);
        }

        _entries.Dispose();
    }

    /// <summary>Keeps a complete answer.</summary>
    /// <returns>The entry, or why there is none.</returns>
    internal (CacheEntry? Entry, CacheBypass Bypass) Keep(CacheQuestion question, LookupResult lookup, CacheControl control, ChatResponse response, AnswerCost? cost)
    {
        if (_admission.Check(response) is var bypass and not CacheBypass.None)
        {
            return (null, bypass);
        }

        DateTimeOffset now = Time.GetUtcNow();
        bool isIndexed = !lookup.Vector.IsEmpty && !IsZero(lookup.Vector.Span);
        if (isIndexed && _entries.IsCrowded(question, lookup.Vector.Span, LookAlike, Options.MaxLookAlikes))
        {
            return (null, CacheBypass.CrowdedOut);
        }

        var entry = new CacheEntry
        {
            Id = Guid.CreateVersion7(now),
            Number = _entries.NextNumber(),
            Question = question with { Compared = lookup.Compared ?? new ComparedText(question.Text) },
            Answer = StoredAnswer.Of(response),
            Cost = cost,
            Created = now,
            Expires = now + (control.TimeToLive ?? Options.TimeToLive),
            DependsOn = control.DependsOn,
            IsIndexed = isIndexed,
            VectorBytes = isIndexed ? lookup.Vector.Length * 5 : 0,
        };
        if (!_entries.Add(entry, lookup.Vector.Span))
        {
            return (null, CacheBypass.NotStored);
        }

        _sync?.Save(entry, lookup.Vector.Span);
        return (entry, CacheBypass.None);
    }

    /// <summary>Counts a hit and remembers it, so that it can be reported as wrong.</summary>
    internal void Serve(Guid hitId, FoundAnswer found, CacheQuestion question)
    {
        _entries.Touch(found.Entry);
        Counters.CountHit(found.IsExact);
        _served.AddOrUpdate(hitId, new ServedHit(found, question));
        Audits.Save(found.Entry.Cost?.Effective);
    }

    internal void ObserveAnswer(AnswerCost? cost)
    {
        if (cost?.Effective is { } effective)
        {
            _economics.Observe(effective);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Who is only told must not break the request.")]
    internal void Tell(AttemptCache lookup)
    {
        try
        {
            Options.OnLookup?.Invoke(lookup);
        }
        catch (Exception exception)
        {
            LogListenerFailed(Logger, exception);
        }
    }

    private static bool IsZero(ReadOnlySpan<float> vector) => !vector.ContainsAnyExcept(0f);

    private int Invalidate(Func<CacheEntry, bool> condition)
    {
        int removed = 0;
        foreach (CacheEntry entry in _entries.All)
        {
            if (condition(entry) && _entries.Remove(entry, EntryEnd.Dropped))
            {
                removed++;
            }
        }

        return removed;
    }

    [LoggerMessage(LogLevel.Warning, "SemanticCacheOptions.OnLookup failed.")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);

    private void OnGone(CacheEntry entry, EntryEnd end)
    {
        Policy.Forget(entry.Question.Partition, entry.Id);

        // What was evicted here may be in another process's memory, and what has expired a store finds itself.
        if (end == EntryEnd.Dropped)
        {
            _sync?.Remove(entry.Id);
        }
    }
}
