namespace QuickStart.Replay;

/// <summary>What a trace says about its own pace.</summary>
internal sealed class TraceStatistics
{
    private readonly Dictionary<long, int> _perMinute = [];

    public long Rows { get; private set; }

    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    public TimeSpan Span => Rows == 0 ? TimeSpan.Zero : Last - First;

    public int PeakMinute => _perMinute.Values.DefaultIfEmpty().Max();

    public void Add(TraceRow row)
    {
        Rows++;
        First = row.At < First ? row.At : First;
        Last = row.At > Last ? row.At : Last;
        long minute = row.At.UtcTicks / TimeSpan.TicksPerMinute;
        _perMinute[minute] = _perMinute.GetValueOrDefault(minute) + 1;
    }
}
