using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Begins and settles the attempts of one chat deployment, those among them whose answers are made in the background. Thread-safe.</summary>
internal sealed class ChatMeter(CostRecorder recorder, MeteredDeployment deployment)
{
    private readonly BackgroundResponses _background = new();

    public MeteredDeployment Deployment => deployment;

    public FinOpsRequest Capture() => recorder.Capture();

    public Attempt Begin(IReadOnlyCollection<ChatMessage> messages, ChatOptions? options, in FinOpsRequest request, MeteringNotes notes) =>
        recorder.Begin(deployment, request, notes, messages, options, options?.ModelId);

    /// <summary>Asks whether the attempt may be made.</summary>
    public ValueTask AdmitAsync(Attempt attempt, CancellationToken cancellationToken) => recorder.AdmitAsync(attempt, cancellationToken);

    public void Complete(Attempt attempt, ChatResponse response) =>
        recorder.Guard(static (attempt, response) => attempt.Complete(response), attempt, response);

    public void Observe(Attempt attempt, ChatResponseUpdate update)
    {
        attempt.TimeToFirstUpdate ??= recorder.Elapsed(attempt);
        recorder.Guard(static (attempt, update) => attempt.Observe(update), attempt, update);
    }

    /// <summary>Records an attempt that has ended, or holds it until the last poll of its background response. Never throws.</summary>
    public ValueTask SettleAsync(Attempt attempt)
    {
        bool polls = attempt.Options?.ContinuationToken is not null;
        if (!polls && !attempt.IsPending)
        {
            return recorder.RecordAsync(attempt, null);
        }

        return SettleBackgroundAsync(attempt, polls);
    }

    /// <summary>Records what is still held, as it is.</summary>
    public void RecordHeld()
    {
        foreach (Attempt attempt in _background.TakeAll())
        {
            recorder.RecordInBackground(attempt, IdOf(attempt.ResponseId!));
        }
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
            await recorder.RecordAsync(attempt, null);
            return;
        }

        Attempt whole = attempt;
        if (_background.Take(responseId) is { } first)
        {
            first.EndWith(attempt);
            whole = first;
        }

        whole.Notes |= MeteringNotes.Background;
        await recorder.RecordAsync(whole, IdOf(responseId));
    }

    private async ValueTask HoldAsync(Attempt attempt)
    {
        attempt.Notes |= MeteringNotes.Background;
        if (attempt.ResponseId is null)
        {
            await recorder.RecordAsync(attempt, null);
            return;
        }

        attempt.Forget();
        if (_background.Hold(attempt) is { } crowdedOut)
        {
            await recorder.RecordAsync(crowdedOut, IdOf(crowdedOut.ResponseId!));
        }
    }

    private Guid IdOf(string responseId) => EntryIds.OfResponse(deployment.Provider, responseId);
}
