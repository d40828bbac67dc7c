using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>Folds usage reports one by one, while a stream runs.</summary>
/// <remarks>
/// A mutable value: keep it in one place and pass it by reference. One report is kept as it is, without an allocation. The default value folds by
/// <see cref="StreamingUsagePolicy.Auto"/>. Not thread-safe.
/// </remarks>
public struct UsageAccumulator
{
    private readonly StreamingUsagePolicy _policy;
    private Usage _sum;
    private Usage _snapshot;
    private decimal _input;
    private int _inputReports;
    private bool _inputsDiffer;
    private bool _anyFell;

    /// <summary>Initializes a new instance of the <see cref="UsageAccumulator"/> struct.</summary>
    /// <param name="policy">How the reports are folded.</param>
    /// <exception cref="ArgumentOutOfRangeException">The policy is not a defined one.</exception>
    public UsageAccumulator(StreamingUsagePolicy policy)
    {
        if (policy is < StreamingUsagePolicy.Auto or > StreamingUsagePolicy.Last)
        {
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "Not a streaming usage policy; use a named member of StreamingUsagePolicy.");
        }

        _policy = policy;
    }

    /// <summary>Gets how many reports were added, empty ones aside.</summary>
    public int Count { get; private set; }

    /// <summary>Gets what the reports so far amount to.</summary>
    public readonly FoldedUsage Result => IsCumulative ? new FoldedUsage(_snapshot, true) : new FoldedUsage(Count > 1 ? _sum : _snapshot, false);

    private readonly bool IsCumulative => Count > 1 && _policy switch
    {
        StreamingUsagePolicy.Sum => false,
        StreamingUsagePolicy.Auto => _inputReports > 1 && !_inputsDiffer && !_anyFell,
        _ => true,
    };

    private readonly bool NeedsSum => _policy is StreamingUsagePolicy.Sum or StreamingUsagePolicy.Auto;

    /// <summary>Adds a report.</summary>
    /// <param name="report">The report; an empty one changes nothing.</param>
    public void Add(in Usage report)
    {
        if (report.IsEmpty)
        {
            return;
        }

        NoteInput(report.InputTokens);
        if (++Count == 1)
        {
            _snapshot = report;
            return;
        }

        if (NeedsSum)
        {
            _sum = Count == 2 ? _snapshot + report : _sum + report;
        }

        _anyFell = _anyFell || Falls(report);
        _snapshot = _policy == StreamingUsagePolicy.Last ? Latest(report) : Usage.Max(_snapshot, report);
    }

    private void NoteInput(decimal input)
    {
        if (input == 0)
        {
            return;
        }

        _inputsDiffer |= _inputReports > 0 && input != _input;
        _input = input;
        _inputReports++;
    }

    // Until the first fall, the largest amount of a kind is also its latest.
    private readonly bool Falls(in Usage report)
    {
        for (ulong both = report.Mask & _snapshot.Mask; both != 0; both &= both - 1)
        {
            int kind = BitOperations.TrailingZeroCount(both);
            if (report.AmountAt(kind) < _snapshot.AmountAt(kind))
            {
                return true;
            }
        }

        return false;
    }

    private readonly Usage Latest(in Usage report)
    {
        ulong mask = report.Mask | _snapshot.Mask;
        var amounts = new decimal[BitOperations.PopCount(mask)];
        int slot = 0;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            amounts[slot++] = (report.Reports((UsageKind)kind) ? report : _snapshot).AmountAt(kind);
        }

        return new Usage(mask, amounts);
    }
}
