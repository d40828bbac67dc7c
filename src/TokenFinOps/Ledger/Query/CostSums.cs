using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>Exact sums of what entries cost, and would have cost.</summary>
/// <remarks>
/// Without discounts and levers the three costs of an entry are one amount, which is then added once. A mutable value type: not thread-safe.
/// </remarks>
internal struct CostSums
{
    private ExactSum _same;
    private ExactSum _otherList;
    private ExactSum _otherBaseline;
    private ExactSum _otherCompared;
    private ExactSum _uncompared;

    /// <summary>Gets the cost at list rates.</summary>
    public readonly ExactSum List => Sum(_same, _otherList);

    /// <summary>Gets the effective cost.</summary>
    public readonly ExactSum Effective => Sum(Sum(_same, _otherCompared), _uncompared);

    /// <summary>Gets the baseline cost of the entries whose effective cost is known as well.</summary>
    public readonly ExactSum Baseline => Sum(_same, _otherBaseline);

    /// <summary>Gets the baseline cost less the effective cost of the same entries.</summary>
    public readonly ExactSum Savings
    {
        get
        {
            ExactSum savings = _otherBaseline;
            savings.Subtract(_otherCompared);
            return savings;
        }
    }

    /// <summary>Adds the costs of an entry; what is not known adds nothing.</summary>
    public void Add(decimal? list, decimal? effective, decimal? baseline)
    {
        if (list is { } amount && amount == effective && amount == baseline)
        {
            _same.Add(amount);
            return;
        }

        _otherList.Add(list ?? 0m);
        if (effective is not { } cost)
        {
            return;
        }

        if (baseline is { } known)
        {
            _otherBaseline.Add(known);
            _otherCompared.Add(cost);
        }
        else
        {
            _uncompared.Add(cost);
        }
    }

    /// <summary>Adds other sums.</summary>
    public void Add(in CostSums other)
    {
        _same.Add(other._same);
        _otherList.Add(other._otherList);
        _otherBaseline.Add(other._otherBaseline);
        _otherCompared.Add(other._otherCompared);
        _uncompared.Add(other._uncompared);
    }

    public readonly void Write(ByteWriter writer)
    {
        writer.Sum(_same);
        writer.Sum(_otherList);
        writer.Sum(_otherBaseline);
        writer.Sum(_otherCompared);
        writer.Sum(_uncompared);
    }

    public void Add(ref ByteReader reader)
    {
        _same.Add(reader.Sum());
        _otherList.Add(reader.Sum());
        _otherBaseline.Add(reader.Sum());
        _otherCompared.Add(reader.Sum());
        _uncompared.Add(reader.Sum());
    }

    private static ExactSum Sum(ExactSum left, in ExactSum right)
    {
        left.Add(right);
        return left;
    }
}
