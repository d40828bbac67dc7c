using System.Runtime.InteropServices;

namespace TokenFinOps.Pricing;

/// <summary>One line of a call's bill: a kind's own units (without the parts that are billed on lines of their own) at one price.</summary>
/// <param name="Kind">What is billed.</param>
/// <param name="Quantity">How many units, in the kind's unit (tokens, seconds, searches …).</param>
/// <param name="Amount">The list price of <paramref name="Per"/> units, with context tier and region applied.</param>
/// <param name="Per">How many units the price buys.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CostLine(UsageKind Kind, decimal Quantity, decimal Amount, int Per)
{
    /// <summary>Gets the list cost of the line: quantity × amount / per, exactly.</summary>
    public decimal Cost => Rate.Cost(Quantity, Amount, Per);
}
