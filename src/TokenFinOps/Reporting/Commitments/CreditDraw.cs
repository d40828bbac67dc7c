namespace TokenFinOps.Reporting.Commitments;

/// <summary>What was drawn from a credit in a billing period.</summary>
/// <param name="Credit">The credit's name.</param>
/// <param name="Opening">What was left of it before.</param>
/// <param name="Drawn">What was drawn, by all cost centres together.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record CreditDraw(string Credit, decimal Opening, decimal Drawn)
{
    /// <summary>Gets what is left.</summary>
    public decimal Closing => Opening - Drawn;
}
