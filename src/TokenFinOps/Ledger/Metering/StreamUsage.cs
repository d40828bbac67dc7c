using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Folds the usage reports of one stream into its total.</summary>
/// <remarks>
/// Reports of one response fold by the deployment's <see cref="StreamingUsagePolicy"/>; those of several responses, which a meter outside function invocation sees
/// in one stream, add up.
/// </remarks>
internal sealed class StreamUsage(StreamingUsagePolicy policy)
{
    private UsageAccumulator _current = new(policy);
    private Usage _earlier;
    private string? _responseId;
    private bool _any;

    public bool IsCumulative { get; private set; }

    public void Add(in Usage usage, string? responseId)
    {
        if (_any && responseId is not null && _responseId is not null && responseId != _responseId)
        {
            Bank();
        }

        _any = true;
        _responseId = responseId ?? _responseId;
        _current.Add(usage);
    }

    public Usage ToUsage()
    {
        Bank();
        return _earlier;
    }

    private void Bank()
    {
        FoldedUsage folded = _current.Result;
        IsCumulative |= folded.IsCumulative;
        _earlier = _earlier.IsEmpty ? folded.Usage : _earlier + folded.Usage;
        _current = new UsageAccumulator(policy);
    }
}
