using TokenFinOps.Evaluation.Traces;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>What a trace is replayed into. Calls come from several callers at a time.</summary>
internal interface IReplayTarget : IAsyncDisposable
{
    /// <summary>Makes the call.</summary>
    Task CallAsync(TraceCall call, bool streamed, CancellationToken cancellationToken);

    /// <summary>Adds up what was recorded, once all calls are made.</summary>
    Task<ReplayTotals> TotalsAsync(CancellationToken cancellationToken);
}
