namespace TokenFinOps.Reporting.Variance;

/// <summary>What one value of a tag contributed to a change of cost.</summary>
/// <param name="Value">The value; <see langword="null"/> for calls without the tag.</param>
/// <param name="Before">The cost before.</param>
/// <param name="After">The cost after.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record Contribution(string? Value, decimal Before, decimal After)
{
    /// <summary>Gets the change: after less before.</summary>
    public decimal Change => After - Before;
}
