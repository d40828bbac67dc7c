using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>A period whose statements were posted: a chargeback. It never changes; what changes later is an adjustment in a later period.</summary>
/// <remarks>Immutable and thread-safe. It is made by <see cref="PeriodClose"/> and read by <see cref="ClosedPeriodJson"/>.</remarks>
public sealed class ClosedPeriod
{
    internal ClosedPeriod(ClosedPeriodContent content, string contentHash, ReadOnlyMemory<byte> document)
    {
        Run = content.Run;
        ClosedAt = content.ClosedAt;
        ContentHash = contentHash;
        Document = document;
    }

    /// <summary>Gets the statements, with the adjustments of earlier periods and the ledger's totals.</summary>
    public ChargebackRun Run { get; }

    /// <summary>Gets when the period was closed.</summary>
    public DateTimeOffset ClosedAt { get; }

    /// <summary>Gets the SHA-256 hash of the content, in lower-case hexadecimal digits. Reading a stored period checks it.</summary>
    public string ContentHash { get; }

    /// <summary>Gets the id of the internal invoice, e.g. <c>2026-03-5f1d2c3a</c>: the period's name and the beginning of the content's hash.</summary>
    public string InvoiceId => $"{Period.Name}-{ContentHash[..8]}";

    /// <summary>Gets the period.</summary>
    public BillingPeriod Period => Run.Period;

    /// <summary>Gets the document that it was posted as. A later version writes the same one, whatever it would write itself.</summary>
    internal ReadOnlyMemory<byte> Document { get; }

    /// <summary>Gets the id of a cost centre's part of the internal invoice, e.g. <c>2026-03-5f1d2c3a/CC-100</c>.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>The id.</returns>
    public string InvoiceIdOf(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return $"{InvoiceId}/{statement.CostCentre}";
    }
}
