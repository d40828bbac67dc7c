using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>A column of a usage export that counts one kind of tokens.</summary>
/// <param name="Kind">What it counts: input tokens, cache reads, cache writes or output tokens.</param>
/// <param name="Headers">The headers it may have. Of several that a file has, each is a line of its own, so that cache writes of several lifetimes add up.</param>
public sealed record InvoiceQuantityColumn(UsageKind Kind, params ImmutableArray<string> Headers)
{
    /// <inheritdoc/>
    public bool Equals(InvoiceQuantityColumn? other) => other is not null && Kind == other.Kind && Headers.SequenceEqual(other.Headers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Headers.Length);
}
