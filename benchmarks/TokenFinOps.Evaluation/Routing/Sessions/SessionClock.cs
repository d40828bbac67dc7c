namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>A clock that stands at the moment of the call that is replayed, its timer too, so that caches grow cold as they did.</summary>
internal sealed class SessionClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
