namespace TokenFinOps.Evaluation.Replay;

/// <summary>A clock that shows every caller the moment of the call that it replays, so that entries land in the hours of the trace. Durations are real.</summary>
internal sealed class TraceClock : TimeProvider
{
    private readonly AsyncLocal<DateTimeOffset> _moment = new();

    /// <summary>Sets the clock for what the current caller does next.</summary>
    public void SetTo(DateTimeOffset moment) => _moment.Value = moment.ToUniversalTime();

    public override DateTimeOffset GetUtcNow() => _moment.Value;
}
