using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;

namespace TokenFinOps.Guardrails;

/// <summary>Tells of trips: the ledger, the log and the observers. Nothing that goes wrong in here reaches the call. Thread-safe.</summary>
internal sealed partial class TripReporter(ICostLedger ledger, IEnumerable<IGuardrailObserver> observers, Action<GuardrailTrip>? callback, ILogger logger)
{
    private readonly ImmutableArray<IGuardrailObserver> _observers = [.. observers];
    private readonly EntryIds _ids = new();

    /// <summary>Tells of trips. The call waits for the observers and not for the ledger.</summary>
    public void Report(IReadOnlyList<GuardrailTrip> trips, Attempt attempt)
    {
        foreach (GuardrailTrip trip in trips)
        {
            LogTripped(logger, trip.RunId, trip.Rule, trip.Limit, trip.Value, trip.Evidence, trip.Action);
            Tell(trip);
            _ = AppendAsync(trip, attempt);
        }
    }

    private void Tell(GuardrailTrip trip)
    {
        foreach (IGuardrailObserver observer in _observers)
        {
            Guard(observer.OnTripped, trip);
        }

        if (callback is not null)
        {
            Guard(callback, trip);
        }
    }

    private void Guard(Action<GuardrailTrip> told, GuardrailTrip trip)
    {
        try
        {
            told(trip);
        }
        catch (Exception exception)
        {
            LogObserverFailed(logger, exception, told.Target?.GetType());
        }
    }

    private async Task AppendAsync(GuardrailTrip trip, Attempt attempt)
    {
        try
        {
            await ledger.AppendAsync(EntryOf(trip, attempt), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogNotRecorded(logger, exception, trip.RunId, trip.Rule);
        }
    }

    private LedgerEntry EntryOf(GuardrailTrip trip, Attempt attempt) => new()
    {
        Id = _ids.Next(trip.Timestamp),
        Kind = LedgerEntryKind.Event,
        Timestamp = trip.Timestamp,
        RequestId = _ids.Next(trip.Timestamp),
        RunId = trip.RunId,
        ParentRunId = trip.ParentRunId,
        Operation = "guardrail",
        Provider = attempt.Deployment.Provider,
        Deployment = attempt.Deployment.Options.Deployment,
        Model = attempt.RequestedModel ?? attempt.Deployment.DefaultModel ?? string.Empty,
        RequestedModel = attempt.RequestedModel,
        ErrorType = trip.Rule.ToString(),
        FinishReason = trip.Action.ToString(),
        Cost = CostBreakdown.Free(),
        BaselineCost = 0,
        Tags = trip.Tags,
    };

    [LoggerMessage(LogLevel.Warning, "Run {RunId} tripped {Rule}: limited to {Limit}, came to {Value} ({Evidence}). Action: {Action}.")]
    private static partial void LogTripped(ILogger logger, string runId, GuardrailRule rule, decimal limit, decimal value, string evidence, GuardrailAction action);

    [LoggerMessage(LogLevel.Warning, "The guardrail observer {Observer} failed.")]
    private static partial void LogObserverFailed(ILogger logger, Exception exception, Type? observer);

    [LoggerMessage(LogLevel.Error, "The trip of {Rule} by run {RunId} could not be written to the ledger. The call itself was not affected.")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, string runId, GuardrailRule rule);
}
