using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TokenFinOps.Pricing;

/// <summary>Writes the lines of a bill and adds them up.</summary>
internal ref struct BillBuilder<T>(RateCard card, T compared, decimal? region, int room)
    where T : unmanaged, INumber<T>
{
    private readonly CostLine[] _lines = new CostLine[room];
    private decimal _exactSum;
    private bool _hasExact;
    private UInt128 _scaledSum;

    public int Count { get; private set; }

    public readonly decimal Sum => card.UnitPrices.ToDecimal(_scaledSum) is { } sum ? (_hasExact ? sum + _exactSum : sum) : SumOfLines();

    public readonly ImmutableArray<CostLine> ToLines() =>
        ImmutableCollectionsMarshal.AsImmutableArray(Count == _lines.Length ? _lines : _lines[..Count]);

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
        if (typeof(T) == typeof(long) && region is null)
        {
            long whole = Unsafe.BitCast<T, long>(quantity);
            _lines[Count++] = new CostLine(kind, whole, amount, rate.Per);
            long scaled = card.UnitPrices.Find(rate.Kind, tier);
            if (scaled != ScaledUnitPrices.None)
            {
                _scaledSum += Math.BigMul((ulong)whole, (ulong)scaled);
                return;
            }
        }
        else
        {
            amount = region is { } multiplier ? amount * multiplier : amount;
            _lines[Count++] = new CostLine(kind, decimal.CreateChecked(quantity), amount, rate.Per);
        }

        _hasExact = true;
        _exactSum += _lines[Count - 1].Cost;
    }

    // Only for sums beyond 96 bits, where a decimal has to round.
    private readonly decimal SumOfLines()
    {
        decimal sum = 0;
        foreach (CostLine line in _lines.AsSpan(0, Count))
        {
            sum += line.Cost;
        }

        return sum;
    }
}
