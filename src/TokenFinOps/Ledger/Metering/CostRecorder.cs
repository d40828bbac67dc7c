using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tokens;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Turns finished attempts into ledger entries: reads or estimates their usage, prices it, writes the entry and tells the observers.</summary>
/// <remarks>
/// The only writer of cost. Nothing that goes wrong in here reaches the call that is being recorded: it is logged, counted through
/// <see cref="ILedgerEntryObserver.OnBookkeepingFailed"/>, and where pricing fails the entry is written unpriced. Thread-safe.
/// </remarks>
public sealed partial class CostRecorder
{
    private readonly AttemptPricer _pricer;
    private readonly Attributor _attributor;
    private readonly UsageSettlement _usage;
    private readonly ImmutableArray<ILedgerEntryObserver> _observers;
    private readonly TimeProvider _time;
    private readonly EntryIds _ids = new();

    /// <summary>Initializes a new instance of the <see cref="CostRecorder"/> class.</summary>
    /// <param name="ledger">Where entries are written.</param>
    /// <param name="catalogues">Where prices come from.</param>
    /// <param name="attributor">What tells who pays; <see langword="null"/> for open scopes alone.</param>
    /// <param name="tokens">What counts tokens when a provider reports none; <see langword="null"/> leaves such usage unknown.</param>
    /// <param name="observers">Who else is told of entries; <see langword="null"/> for nobody.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="logger">Where failures of the bookkeeping are reported; <see langword="null"/> for nowhere.</param>
    public CostRecorder(
        ICostLedger ledger,
        IPriceCatalogueProvider catalogues,
        Attributor? attributor = null,
        ITokenCounter? tokens = null,
        IEnumerable<ILedgerEntryObserver>? observers = null,
        TimeProvider? timeProvider = null,
        ILogger<CostRecorder>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(catalogues);
        Ledger = ledger;
        Catalogues = catalogues;
        _pricer = new AttemptPricer(catalogues, exception => Failed("pricing", exception));
        _attributor = attributor ?? new Attributor();
        _usage = new UsageSettlement(tokens, exception => Failed("estimate", exception));
        _observers = [.. observers ?? []];
        _time = timeProvider ?? TimeProvider.System;
        Logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>Gets the ledger that is written to.</summary>
    public ICostLedger Ledger { get; }

    internal ILogger Logger { get; }

    internal IPriceCatalogueProvider Catalogues { get; }

    /// <summary>Gets who is asked before an attempt is made, in order.</summary>
    internal ImmutableArray<IAttemptGate> Gates { get; init; } = [];

    /// <summary>Makes the id of a request that several attempts may belong to.</summary>
    internal Guid NextRequestId() => _ids.Next(_time.GetUtcNow());

    internal FinOpsRequest Capture() => _attributor.Capture();

    internal Attempt Begin(
        MeteredDeployment deployment,
        in FinOpsRequest request,
        MeteringNotes notes,
        IEnumerable<object> sent,
        ChatOptions? options,
        string? requestedModel)
    {
        return new Attempt(deployment, request, _time.GetUtcNow(), _time.GetTimestamp(), options)
        {
            Sent = sent,
            RequestedModel = requestedModel,
            Notes = notes | deployment.Notes | (request.ViolatesTagPolicy ? MeteringNotes.TagPolicyViolated : MeteringNotes.None),
        };
    }

    /// <summary>Asks all gates. A poll of a background response is part of a call that has passed them.</summary>
    /// <exception cref="Exception">A gate refuses the attempt; nothing is held then.</exception>
    internal ValueTask AdmitAsync(Attempt attempt, CancellationToken cancellationToken) =>
        Gates.IsEmpty || attempt.Options?.ContinuationToken is not null ? ValueTask.CompletedTask : AskGatesAsync(attempt, cancellationToken);

    internal TimeSpan Elapsed(Attempt attempt) => _time.GetElapsedTime(attempt.StartedTicks);

    /// <summary>Does a piece of bookkeeping whose failure must not reach the call.</summary>
    internal void Guard<T>(Action<Attempt, T> work, Attempt attempt, T argument)
    {
        try
        {
            work(attempt, argument);
        }
        catch (Exception exception)
        {
            Failed("metering", exception);
        }
    }

    /// <summary>Records an answer that came from the cache. Never throws.</summary>
    internal ValueTask RecordHitAsync(in CacheHitFacts hit)
    {
        try
        {
            return RecordAsync(hit.ToEntry(_ids.Next(hit.StartedAt), _time.GetElapsedTime(hit.StartedTicks)), ValueTask.CompletedTask);
        }
        catch (Exception exception)
        {
            Failed("ledger", exception);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Records a finished attempt. Never throws.</summary>
    internal ValueTask RecordAsync(Attempt attempt, Guid? id)
    {
        try
        {
            LedgerEntry entry = ToEntry(attempt, id);
            attempt.Plan?.Tell(entry);
            attempt.Cache?.Tell(entry);
            return RecordAsync(entry, SettleAsync(attempt, entry));
        }
        catch (Exception exception)
        {
            Failed("ledger", exception);
            return ValueTask.CompletedTask;
        }
    }

    private ValueTask RecordAsync(LedgerEntry entry, ValueTask settle)
    {
        try
        {
            ValueTask append = Ledger.AppendAsync(entry, CancellationToken.None);
            if (!append.IsCompletedSuccessfully || !settle.IsCompletedSuccessfully)
            {
                return FinishAsync(append, settle, entry);
            }

            append.GetAwaiter().GetResult();
            settle.GetAwaiter().GetResult();
            Tell(entry);
        }
        catch (Exception exception)
        {
            Failed("ledger", exception);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Records an attempt whose end nobody waits for.</summary>
    internal void RecordInBackground(Attempt attempt, Guid id) => _ = RecordAsync(attempt, id).AsTask();

    private async ValueTask FinishAsync(ValueTask append, ValueTask settle, LedgerEntry entry)
    {
        try
        {
            await append.ConfigureAwait(false);
            Tell(entry);
        }
        catch (Exception exception)
        {
            Failed("ledger", exception);
        }

        await settle.ConfigureAwait(false);
    }

    private async ValueTask AskGatesAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            foreach (IAttemptGate gate in Gates)
            {
                attempt.Pass = PassChain.Of(attempt.Pass, await gate.EnterAsync(attempt, cancellationToken).ConfigureAwait(false));
            }

            attempt.StartClock(_time.GetTimestamp());
        }
        catch when (attempt.Pass is not null)
        {
            await ReleaseAsync(attempt.Pass).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask ReleaseAsync(IAttemptPass pass)
    {
        try
        {
            await pass.ReleaseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed("release", exception);
        }
    }

    private ValueTask SettleAsync(Attempt attempt, LedgerEntry entry)
    {
        if (attempt.Pass is not { } pass)
        {
            return ValueTask.CompletedTask;
        }

        try
        {
            ValueTask settle = pass.SettleAsync(entry);
            return settle.IsCompletedSuccessfully ? settle : GuardAsync(settle);
        }
        catch (Exception exception)
        {
            Failed("settlement", exception);
            return ValueTask.CompletedTask;
        }
    }

    private async ValueTask GuardAsync(ValueTask settle)
    {
        try
        {
            await settle.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed("settlement", exception);
        }
    }

    private LedgerEntry ToEntry(Attempt attempt, Guid? id)
    {
        MeteredDeployment deployment = attempt.Deployment;
        DateTimeOffset now = _time.GetUtcNow();
        string model = FirstNamed(attempt.ServedModel, attempt.RequestedModel, deployment.DefaultModel);
        (Usage usage, UsageOrigin origin) = _usage.Settle(attempt, model);
        ServiceTier tier = AttemptPricer.TierOf(attempt);
        AttemptQuote quote = _pricer.Price(attempt, model, tier, usage);
        BaselineCost baseline = BaselineCost.Of(attempt, quote, new BaselineUsage(model, tier, usage), _pricer);
        return new LedgerEntry
        {
            Id = id ?? _ids.Next(attempt.StartedAt),
            Timestamp = attempt.StartedAt,
            RequestId = attempt.Plan?.RequestId ?? attempt.Cache?.RequestId ?? _ids.Next(attempt.StartedAt),
            RunId = attempt.RunId,
            ParentRunId = attempt.ParentRunId,
            Operation = deployment.Operation,
            Provider = quote.Match?.Prices.Provider ?? deployment.Provider,
            Deployment = deployment.Options.Deployment,
            Model = model,
            RequestedModel = attempt.RequestedModel,
            ServiceTier = tier,
            Outcome = attempt.Outcome,
            ErrorType = attempt.Error?.GetType().Name,
            FinishReason = attempt.FinishReason,
            ResponseId = attempt.ResponseId,
            Duration = Elapsed(attempt),
            TimeToFirstUpdate = attempt.TimeToFirstUpdate,
            Usage = usage,
            UsageOrigin = origin,
            Cost = quote.Cost,
            BaselineCost = baseline.Amount,
            SavingsByLever = baseline.Savings,
            CatalogueVersion = quote.CatalogueVersion,
            PriceMatch = quote.Match?.Kind,
            PricedAs = deployment.Options.PriceAs,
            Terms = ReferenceEquals(deployment.Options.Terms, PricingTerms.Default) ? null : deployment.Options.Terms,
            Routing = attempt.Plan?.Routing ?? deployment.Routing,
            Compression = baseline.Compression,
            Cache = attempt.Cache is { } cache ? cache.Cache with { Saved = cache.IsWatchedHit ? quote.Cost.Effective : null } : null,
            Tags = attempt.Tags,
            Notes = attempt.Notes | quote.Notes | NotesOf(attempt, model, now),
        };
    }

    private static MeteringNotes NotesOf(Attempt attempt, string model, DateTimeOffset now)
    {
        MeteringNotes notes = now < attempt.StartedAt ? MeteringNotes.ClockMovedBackwards : MeteringNotes.None;
        if (model.Length == 0)
        {
            notes |= MeteringNotes.ModelUnknown;
        }

        bool servedOther = attempt.ServedModel is { } served && attempt.RequestedModel is { } requested
            && !served.Contains(requested, StringComparison.OrdinalIgnoreCase) && !requested.Contains(served, StringComparison.OrdinalIgnoreCase);
        return servedOther ? notes | MeteringNotes.ServedOtherModel : notes;
    }

    private static string FirstNamed(params ReadOnlySpan<string?> names)
    {
        foreach (string? name in names)
        {
            if (!string.IsNullOrWhiteSpace(name))
            {
                return name;
            }
        }

        return string.Empty;
    }

    private void Tell(LedgerEntry entry)
    {
        foreach (ILedgerEntryObserver observer in _observers)
        {
            try
            {
                observer.OnRecorded(entry);
            }
            catch (Exception exception)
            {
                LogObserverFailed(Logger, exception, observer.GetType());
            }
        }
    }

    private void Failed(string stage, Exception exception)
    {
        LogBookkeepingFailed(Logger, exception, stage);
        foreach (ILedgerEntryObserver observer in _observers)
        {
            try
            {
                observer.OnBookkeepingFailed(stage);
            }
            catch (Exception second)
            {
                LogObserverFailed(Logger, second, observer.GetType());
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Bookkeeping of a model call failed while {Stage}. The call itself was not affected.")]
    private static partial void LogBookkeepingFailed(ILogger logger, Exception exception, string stage);

    [LoggerMessage(LogLevel.Warning, "The ledger entry observer {Observer} failed.")]
    private static partial void LogObserverFailed(ILogger logger, Exception exception, Type observer);
}
