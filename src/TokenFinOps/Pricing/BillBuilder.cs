using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace TokenFinOps.Pricing;

/// <summary>Writes the lines of a bill and adds them up.</summary>
internal ref struct BillBuilder(ContextTierRule rule, decimal compared, decimal region, int room)
{
    private readonly CostLine[] _lines = new CostLine[room];

    public int Count { get; private set; }

    public decimal Sum { get; private set; }

    public readonly ImmutableArray<CostLine> ToLines() =>
        ImmutableCollectionsMarshal.AsImmutableArray(Count == _lines.Length ? _lines : _lines[..Count]);

    public void Add(UsageKind kind, decimal quantity, Rate rate)
    {
        if (rate.Tiers.IsEmpty)
        {
            AddLine(kind, quantity, rate.Amount, rate.UnitAmount, rate);
        }
        else if (rule.Mode == ContextTierMode.WholeRequest)
        {
            int tier = rate.TierFor(compared, rule);
            AddLine(kind, quantity, rate.AmountIn(tier), rate.UnitAmountIn(tier), rate);
        }
        else
        {
            AddGraduated(kind, quantity, rate);
        }
    }

    private void AddGraduated(UsageKind kind, decimal quantity, Rate rate)
    {
        decimal from = 0;
        for (int tier = 0; tier < rate.Tiers.Length && from < quantity; tier++)
        {
            decimal upTo = Math.Min(quantity, rate.Tiers[tier].Threshold);
            if (upTo > from)
            {
                AddLine(kind, upTo - from, rate.AmountIn(tier - 1), rate.UnitAmountIn(tier - 1), rate);
                from = upTo;
            }
        }

        if (quantity > from)
        {
            int last = rate.Tiers.Length - 1;
            AddLine(kind, quantity - from, rate.AmountIn(last), rate.UnitAmountIn(last), rate);
        }
    }

    private void AddLine(UsageKind kind, decimal quantity, decimal amount, decimal unitAmount, Rate rate)
    {
        if (region != 1m)
        {
            amount *= region;
            unitAmount *= region;
        }

        _lines[Count++] = new CostLine(kind, quantity, amount, rate.Per);
        Sum += unitAmount != 0 ? quantity * unitAmount : quantity * amount / rate.Per;
    }
}
