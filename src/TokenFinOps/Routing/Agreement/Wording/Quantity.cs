namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>A number in its base unit: the name of the unit or the currency, where it is neither of the two that go without saying, metres and dollars.</summary>
internal readonly record struct Quantity(ExactNumber Value, string? Unit)
{
    /// <param name="decimals">The places to round to, if any.</param>
    public string ToCanonical(int? decimals) => Value.Rounded(decimals) + (Unit is null ? string.Empty : " " + Unit);
}
