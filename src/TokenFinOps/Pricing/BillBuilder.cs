using System.Numerics;
using System.Runtime.CompilerServices;

namespace TokenFinOps.Pricing;

/// <summary>Adds up the lines of a bill, and writes them where they are wanted.</summary>
internal ref struct BillBuilder<T>(RateCard card, T compared, decimal? region, CostLine[]? lines)
    where T : unmanaged, INumber<T>
{
    private decimal _exactSum;
    private bool _hasExact;
    private UInt128 _scaledSum;

    public int Count { get; private set; }

    /// <summary>Gets the sum, or <see langword="null"/> when it exceeds the 96 bits of a decimal's digits.</summary>
    public readonly decimal? Sum => card.UnitPrices.ToDecimal(_scaledSum) is { } sum ? (_hasExact ? sum + _exactSum : sum) : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(UsageKind kind, T quantity, Rate rate)
    {
        if (rate.Tiers.IsEmpty)
        {
            AddLine(kind, quantity, rate, -1);
        }
        else
        {
            AddTiered(kind, quantity, rate);
        }
    }

    private void AddTiered(UsageKind kind, T quantity, Rate rate)
    {
        if (card.TierRule.Mode == ContextTierMode.WholeRequest)
        {
            AddLine(kind, quantity, rate, rate.TierFor(compared, card.TierRule));
        }
        else
        {
            AddGraduated(kind, quantity, rate);
        }
    }

    private void AddGraduated(UsageKind kind, T quantity, Rate rate)
    {
        T from = T.Zero;
        for (int tier = 0; tier < rate.Tiers.Length && from < quantity; tier++)
        {
            T upTo = T.Min(quantity, T.CreateSaturating(rate.Tiers[tier].Threshold));
            if (upTo > from)
            {
                AddLine(kind, upTo - from, rate, tier - 1);
                from = upTo;
            }
        }

        if (quantity > from)
        {
            AddLine(kind, quantity - from, rate, rate.Tiers.Length - 1);
        }
    }

    private void AddLine(UsageKind kind, T quantity, Rate rate, int tier)
    {
        decimal amount = rate.AmountIn(tier);
        amount = region is { } multiplier ? amount * multiplier : amount;
        if (lines is not null)
        {
            lines[Count] = new CostLine(kind, decimal.CreateChecked(quantity), amount, rate.Per);
        }

        Count++;
        if (typeof(T) == typeof(long) && region is null && card.UnitPrices.Find(rate.Kind, tier) is var scaled and not ScaledUnitPrices.None)
        {
            _scaledSum += Math.BigMul((ulong)Unsafe.BitCast<T, long>(quantity), (ulong)scaled);
            return;
        }

        _hasExact = true;
        _exactSum += Rate.Cost(decimal.CreateChecked(quantity), amount, rate.Per);
    }
}
