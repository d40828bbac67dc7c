using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>A part of a commitment that calls draw from: how much is left, and what that cost.</summary>
/// <remarks>What is drawn and what is left always add up to what there was, to the last digit.</remarks>
internal sealed class CommitmentPool(decimal quantity, decimal cost)
{
    private const int Decimals = 12;

    private ExactSum _quantity = ExactSum.Of(quantity);
    private ExactSum _cost = ExactSum.Of(cost);

    /// <summary>Gets what is left.</summary>
    public decimal Quantity => _quantity.ToDecimal();

    /// <summary>Gets the cost of what is left.</summary>
    public ExactSum Cost => _cost;

    /// <summary>Draws, when there is enough left.</summary>
    /// <param name="wanted">How much.</param>
    /// <param name="share">What that much cost.</param>
    public bool TryTake(decimal wanted, out ExactSum share)
    {
        ExactSum left = _quantity;
        left.Subtract(wanted);
        if (left.Sign < 0)
        {
            share = default;
            return false;
        }

        share = left.IsZero ? _cost : ExactSum.Of(ShareOf(wanted));
        _quantity = left;
        _cost.Subtract(share);
        return true;
    }

    private decimal ShareOf(decimal wanted) => quantity == cost ? wanted : Math.Round(cost * wanted / quantity, Decimals);
}
