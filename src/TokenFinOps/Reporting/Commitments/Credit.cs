using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Commitments;

/// <summary>A credit that a provider or the company grants: it pays for direct usage until it is drawn or expires.</summary>
/// <remarks>
/// Credits are drawn in the order in which they expire, in whole minor units, and never below zero. They pay for what no commitment has paid for.
/// A credit towards a shared cost is a pool with a negative fixed amount. Immutable and thread-safe.
/// </remarks>
public sealed record Credit
{
    /// <summary>Gets the name, unique among the credits.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the amount that was granted.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency. The default is <c>USD</c>. Statements must have the same.</summary>
    public string Currency { get; init; } = CurrencyCode.Usd;

    /// <summary>Gets the first moment whose usage it pays for.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Gets the first moment whose usage it no longer pays for.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Gets which usage it pays for. It has conditions and no period. The default is all.</summary>
    public LedgerFilter AppliesTo { get; init; } = LedgerFilter.All;

    /// <summary>Gets the cost centres that it is for. The default, empty, is all.</summary>
    public ImmutableArray<string> CostCentres { get; init; } = [];
}
