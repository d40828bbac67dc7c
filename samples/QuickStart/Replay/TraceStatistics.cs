namespace QuickStart.Replay;

/// <summary>What a trace says about its own pace.</summary>
internal sealed class TraceStatistics
{
    private readonly Dictionary<long, int> _perMinute = [];

    public long Rows { get; private set; }

    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Gets a value indicating whether the trace says which prompts begin alike.</summary>
    public bool NamesBlocks { get; private set; }

    public TimeSpan Span => Rows == 0 ? TimeSpan.Zero : Last - First;

    public int PeakMinute => _perMinute.Values.DefaultIfEmpty().Max();

    public void Add(TraceRow row)
    {
        Rows++;
        NamesBlocks |= row.Blocks.Count > 0;
        First = row.At < First ? row.At : First;
        Last = row.At > Last ? row.At : Last;
        long minute = row.At.UtcTicks / TimeSpan.TicksPerMinute;
        _perMinute[minute] = _perMinute.GetValueOrDefault(minute) + 1;
    }
}
