namespace TokenFinOps.Routing.Execution;

/// <summary>How much time a request has left, and how much of it each attempt gets.</summary>
internal readonly struct RequestTime(RoutingOptions options, TimeProvider time)
{
    /// <summary>The share of the deadline after which an attempt begins late: what time it lacks, others used up.</summary>
    private const double Late = 0.1;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly long _startedAt = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_startedAt);

    /// <summary>Gets the time until the deadline, or <see langword="null"/> when there is none.</summary>
    public TimeSpan? Remaining => options.Deadline - Elapsed;

    /// <summary>Gets a value indicating whether nothing can come of another attempt. Timers may be a moment early.</summary>
    public bool IsOver => Remaining <= Least;

    /// <summary>Starts the clock of an attempt that may take all the time that the request has left.</summary>
    public AttemptClock NewClock(bool isStreaming, CancellationToken cancellationToken) =>
        NewClock(isStreaming ? options.FirstUpdateTimeout : options.AnswerTimeout, Remaining, cancellationToken);

    /// <summary>Starts the clock of a whole answer that the request can do without: it leaves half of the time to what comes after it.</summary>
    public AttemptClock NewHalfClock(CancellationToken cancellationToken) => NewClock(options.AnswerTimeout, Half(), cancellationToken);

    /// <summary>Starts the clock of a whole answer that nobody waits for, and so has no deadline.</summary>
    public AttemptClock NewClockWithoutDeadline(CancellationToken cancellationToken) => NewClock(options.AnswerTimeout, null, cancellationToken);

    /// <summary>Starts the clock of a judgement, which has half of the time that is left; <see langword="null"/> without a deadline.</summary>
    public AttemptClock? NewJudgeClock(CancellationToken cancellationToken) =>
        Half() is { } half ? new AttemptClock(AtLeast(half), time, cancellationToken) : null;

    private TimeSpan? Half() => Remaining / 2;

    private AttemptClock NewClock(TimeSpan timeout, TimeSpan? left, CancellationToken cancellationToken)
    {
        bool isLimited = left < timeout;
        return new AttemptClock(AtLeast(isLimited ? left.GetValueOrDefault() : timeout), time, cancellationToken)
        {
            IsCutShort = isLimited && Elapsed > options.Deadline * Late,
        };
    }

    private static TimeSpan AtLeast(TimeSpan limit) => limit > TimeSpan.Zero ? limit : Least;
}
