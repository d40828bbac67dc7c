using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>A period whose statements were posted: a chargeback. It never changes; what changes later is an adjustment in a later period.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ClosedPeriod
{
    /// <summary>Gets the statements, with the adjustments of earlier periods and the ledger's totals.</summary>
    public required ChargebackRun Run { get; init; }

    /// <summary>Gets when the period was closed.</summary>
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>Gets the id of the internal invoice, e.g. <c>2026-03-5f1d2c3a</c>: the period's name and the beginning of the content's hash.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>Gets the SHA-256 hash of the content, in lower-case hexadecimal digits. Reading a stored period checks it.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Gets the period.</summary>
    public BillingPeriod Period => Run.Period;

    /// <summary>Gets the id of a cost centre's part of the internal invoice, e.g. <c>2026-03-5f1d2c3a/CC-100</c>.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>The id.</returns>
    public string InvoiceIdOf(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return $"{InvoiceId}/{statement.CostCentre}";
    }

    internal static ClosedPeriod Of(ChargebackRun run, DateTimeOffset closedAt)
    {
        string hash = ClosedPeriodJson.HashOf(run, closedAt);
        return new ClosedPeriod { Run = run, ClosedAt = closedAt, InvoiceId = $"{run.Period.Name}-{hash[..8]}", ContentHash = hash };
    }
}
