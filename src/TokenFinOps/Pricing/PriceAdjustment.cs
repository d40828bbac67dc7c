namespace TokenFinOps.Pricing;

/// <summary>What turns a list cost into an effective cost: first a discount, then a margin, then a fixed amount.</summary>
/// <remarks>Effective cost = list cost × (1 − <see cref="DiscountPercent"/>/100) × (1 + <see cref="MarginPercent"/>/100) + <see cref="FixedPerCall"/>. Immutable.</remarks>
public sealed record PriceAdjustment
{
    /// <summary>Gets the adjustment that changes nothing.</summary>
    public static PriceAdjustment None { get; } = new();

    /// <summary>Gets the negotiated discount in percent of the list cost, 0 to 100. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 to 100.</exception>
    public decimal DiscountPercent
    {
        get;
        init => field = value is >= 0 and <= 100
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A discount is 0 to 100 percent; use MarginPercent to raise a price.");
    }

    /// <summary>Gets the margin in percent that is added after the discount, for costs that are billed on. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public decimal MarginPercent
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets the amount added to every priced call at last, in the rate card's currency. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public decimal FixedPerCall
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    internal bool IsNone => ReferenceEquals(this, None) || this == None;

    /// <summary>Turns a list cost into an effective cost.</summary>
    /// <param name="listCost">The cost at list rates, of one call.</param>
    /// <returns>The cost after discount, margin and fixed amount.</returns>
    public decimal Apply(decimal listCost)
    {
        decimal cost = listCost;
        if (DiscountPercent != 0)
        {
            cost *= 1m - (DiscountPercent / 100m);
        }

        if (MarginPercent != 0)
        {
            cost *= 1m + (MarginPercent / 100m);
        }

        return cost + FixedPerCall;
    }
}
