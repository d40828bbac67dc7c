namespace TokenFinOps.Routing.Health;

/// <summary>How fast a deployment answers: the time to the first update, smoothed, and halved with every ten minutes that it is not measured.</summary>
/// <remarks>
/// A measurement tells less the older it is. Without that, a deployment that was slow once, at a cold start, would not be asked again, and so never be found fast.
/// Written under its owner's lock, read without one.
/// </remarks>
internal sealed class LatencyEstimate(TimeProvider time)
{
    /// <summary>The weight of the newest measurement where the one before it is fresh; the older that is, the more the newest counts.</summary>
    private const double NewestWeight = 0.2;

    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);

    private double _seconds;
    private long _measuredAt;

    /// <summary>Gets the time to the first update in seconds; 0 before the first call.</summary>
    public double Seconds
    {
        get
        {
            // Read in the order opposite to that in which they are written: a measurement is at worst taken for newer than it is, never for much older.
            double seconds = Volatile.Read(ref _seconds);
            return seconds == 0 ? 0 : seconds * Freshness();
        }
    }

    public void Measure(TimeSpan latency)
    {
        double newest = Math.Max(latency.TotalSeconds, 0);
        double seconds = _seconds == 0 ? newest : newest + ((1 - NewestWeight) * Freshness() * (_seconds - newest));
        Volatile.Write(ref _measuredAt, time.GetTimestamp());
        Volatile.Write(ref _seconds, seconds);
    }

    /// <summary>Learns that an answer would have taken longer than this, which it waited for in vain.</summary>
    public void MeasureAtLeast(TimeSpan waited)
    {
        if (waited.TotalSeconds > Seconds)
        {
            Measure(waited);
        }
    }

    private double Freshness() => Math.Pow(0.5, time.GetElapsedTime(Volatile.Read(ref _measuredAt)) / HalfLife);
}
