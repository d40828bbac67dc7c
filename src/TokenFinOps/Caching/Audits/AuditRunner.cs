using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Attribution;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Entries;
using TokenFinOps.Caching.Lookups;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Caching.Audits;

/// <summary>Finds out in the background whether answers of the cache are right, and tells the policy. Nobody waits for it; what fails is logged. Thread-safe.</summary>
internal sealed partial class AuditRunner(SemanticCacheOptions options, ICacheAcceptancePolicy policy, ILogger logger)
{
    // More at once would make a burst of hits a burst of calls.
    private const int MostAtOnce = 8;

    private static readonly TagSet OwnTags = TagSet.Of(("step", "cache-audit"));

    private readonly AuditAllowance _allowance = new(options.AuditAllowance, options.AuditShareOfSavings);
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];
    private long _audited;
    private long _wrong;
    private long _undecided;
    private long _skipped;

    public long Audited => Interlocked.Read(ref _audited);

    public long Wrong => Interlocked.Read(ref _wrong);

    public long Undecided => Interlocked.Read(ref _undecided);

    public long Skipped => Interlocked.Read(ref _skipped);

    public decimal Spent => _allowance.Spent;

    /// <summary>Tells what a hit saved, of which audits may spend a share.</summary>
    public void Save(decimal? amount) => _allowance.Save(amount.GetValueOrDefault());

    /// <summary>Asks the model what the cache was asked, and compares the answers.</summary>
    /// <param name="hit">What was served.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="ask">Asks the model.</param>
    /// <param name="wrong">Is given the model's answer when the served one was wrong.</param>
    public void Audit(FoundAnswer hit, string question, Guid requestId, Func<CancellationToken, Task<ChatResponse>> ask, Action<ChatResponse, AnswerCost?> wrong)
    {
        decimal expected = hit.Entry.Cost?.Effective ?? 0;
        if (options.Judge is null || hit.Candidate is not { } candidate)
        {
            return;
        }

        if (!_allowance.TrySetAside(expected))
        {
            Interlocked.Increment(ref _skipped);
            return;
        }

        bool isStarted = Start(async stage =>
        {
            try
            {
                ChatResponse fresh = await ask(CancellationToken.None).ConfigureAwait(false);
                if (await JudgeAsync(question, hit.Entry, fresh.Text).ConfigureAwait(false) is { } isRight)
                {
                    Observe(new CacheObservation(candidate, isRight, ObservationSource.Audited) { AuditShare = hit.Decision.AuditShare });
                    if (!isRight)
                    {
                        wrong(fresh, stage.Answer());
                    }
                }
            }
            finally
            {
                _allowance.Settle(expected, stage.Spent());
            }
        }, requestId);
        if (!isStarted)
        {
            _allowance.Settle(expected, 0);
        }
    }

    /// <summary>Compares the answer that the model gave with that of the entry that was not served.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="candidate">What the policy was asked of it, or <see langword="null"/> when it has the very question.</param>
    /// <param name="decision">What the policy said.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="fresh">The model's answer.</param>
    /// <param name="known">Is told whether the entry's answer would have been right.</param>
    public void Explore(
        CacheEntry entry, CacheCandidate? candidate, AcceptanceDecision decision, string question, Guid requestId, string fresh, Action<bool> known)
    {
        if (options.Judge is null || !_allowance.TrySetAside(0))
        {
            return;
        }

        Start(async stage =>
        {
            try
            {
                if (await JudgeAsync(question, entry, fresh).ConfigureAwait(false) is { } isRight)
                {
                    if (candidate is { } asked)
                    {
                        Observe(new CacheObservation(asked, isRight, ObservationSource.Explored) { AuditShare = decision.AuditShare });
                    }

                    known(isRight);
                }
            }
            finally
            {
                _allowance.Settle(0, stage.Spent());
            }
        }, requestId);
    }

    /// <summary>Waits until nothing runs.</summary>
    public async Task WhenIdleAsync()
    {
        while (true)
        {
            Task[] running;
            lock (_lock)
            {
                running = [.. _running];
            }

            if (running.Length == 0)
            {
                return;
            }

            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool?> JudgeAsync(string question, CacheEntry entry, string fresh)
    {
        Interlocked.Increment(ref _audited);
        bool? isRight = await options.Judge!.IsRightAsync(question, entry.Answer.Text, fresh, CancellationToken.None).ConfigureAwait(false);
        if (isRight is null)
        {
            Interlocked.Increment(ref _undecided);
        }
        else if (isRight == false)
        {
            Interlocked.Increment(ref _wrong);
        }

        return isRight;
    }

    private void Observe(in CacheObservation observation) => policy.Observe(observation);

    private bool Start(Func<CacheStage, Task> work, Guid requestId)
    {
        lock (_lock)
        {
            if (_running.Count >= MostAtOnce)
            {
                Interlocked.Increment(ref _skipped);
                return false;
            }

            Task task = Task.Run(() => RunAsync(work, requestId));
            _running.Add(task);
            task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return true;
        }
    }

    private void Forget(Task task)
    {
        lock (_lock)
        {
            _running.Remove(task);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Nobody waits for an audit, and nothing depends on it.")]
    private async Task RunAsync(Func<CacheStage, Task> work, Guid requestId)
    {
        AttributionScope scope = AttributionScope.Begin(OwnTags);
        var stage = new CacheStage(null, requestId, new AttemptCache(CacheMode.On, CacheLookup.OwnCall));
        AttributionScope.Exchange(AttributionScope.For(scope, stage));
        try
        {
            await work(stage).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An answer of the semantic cache could not be audited.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
