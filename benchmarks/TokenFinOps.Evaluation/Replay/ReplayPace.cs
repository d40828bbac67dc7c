namespace TokenFinOps.Evaluation.Replay;

/// <summary>How long replays took.</summary>
/// <param name="Rows">How many rows were replayed.</param>
/// <param name="Elapsed">How long that took.</param>
/// <param name="Processor">How long processors were busy with it: the figure to compare on a machine that does other work, too.</param>
internal readonly record struct ReplayPace(long Rows, TimeSpan Elapsed, TimeSpan Processor)
{
    public double RowsPerSecond => Math.Round(Rows / Elapsed.TotalSeconds);

    public double ProcessorMicrosecondsPerRow => Math.Round(Processor.TotalMicroseconds / Rows, 2);

    public static ReplayPace operator +(ReplayPace one, ReplayPace other) =>
        new(one.Rows + other.Rows, one.Elapsed + other.Elapsed, one.Processor + other.Processor);
}
