namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>A number, and its currency where it has one other than the dollar.</summary>
internal readonly record struct Quantity(ExactNumber Value, string? Currency)
{
    /// <param name="decimals">The places to round to, if any.</param>
    public string ToCanonical(int? decimals) => Value.Rounded(decimals) + (Currency is null ? string.Empty : " " + Currency);
}
