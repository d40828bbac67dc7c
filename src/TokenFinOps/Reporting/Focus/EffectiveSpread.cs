using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Spreads an entry's effective cost over its lines, in proportion to their list costs.</summary>
internal static class EffectiveSpread
{
    private const int MinDecimals = 12;
    private const decimal MaxFactor = 1_000m;

    /// <summary>Writes the parts. They add up to the effective cost exactly: the line with the largest list cost takes what rounding leaves.</summary>
    public static void Write(ReadOnlySpan<decimal> lists, decimal list, decimal effective, Span<ExactSum> parts)
    {
        // A cost that is out of all proportion, such as a fee for a call that was nearly free, goes to the largest line as a whole.
        bool isSame = list == effective || list == 0 || Math.Abs(effective) / MaxFactor > Math.Abs(list);
        int decimals = Math.Max((int)effective.Scale, MinDecimals);
        int largest = 0;
        ExactSum rest = ExactSum.Of(effective);
        for (int i = 0; i < lists.Length; i++)
        {
            decimal part = isSame ? lists[i] : Math.Round(lists[i] * (effective / list), decimals);
            parts[i] = default;
            parts[i].Add(part);
            rest.Subtract(part);
            largest = Math.Abs(lists[i]) > Math.Abs(lists[largest]) ? i : largest;
        }

        parts[largest].Add(rest);
    }
}
