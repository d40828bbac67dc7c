using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Makes statements without posting them: showback, and a look at what a chargeback would be.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class Showback
{
    /// <summary>Makes the statements of a period from the ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="plan">The rules.</param>
    /// <param name="period">The period; it may still be running.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The statements, credits drawn as if nothing had been drawn before.</returns>
    /// <exception cref="ArgumentException">The plan is not valid. The message names all that is wrong.</exception>
    /// <exception cref="Currencies.MissingExchangeRateException">A cost cannot be converted.</exception>
    /// <exception cref="InvalidOperationException">The ledger cannot answer exactly for the period.</exception>
    public static async Task<ChargebackRun> ShowbackAsync(
        this ICostLedger ledger, ChargebackPlan plan, BillingPeriod period, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(plan);
        return Of(plan, period, await ledger.QueryAsync(plan.QueryFor(period), cancellationToken));
    }

    /// <summary>Makes the statements of a period from the ledger's answer to <see cref="ChargebackPlan.QueryFor"/>.</summary>
    /// <param name="plan">The rules.</param>
    /// <param name="period">The period.</param>
    /// <param name="report">The answer.</param>
    /// <returns>The statements, credits drawn as if nothing had been drawn before.</returns>
    /// <exception cref="ArgumentException">The plan is not valid. The message names all that is wrong.</exception>
    /// <exception cref="Currencies.MissingExchangeRateException">A cost cannot be converted.</exception>
    /// <exception cref="InvalidOperationException">The answer is not exactly what was asked.</exception>
    public static ChargebackRun Of(ChargebackPlan plan, BillingPeriod period, LedgerReport report)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(report);
        return report.IsComplete
            ? new ChargebackBuilder(plan, period).Build(report)
            : throw new InvalidOperationException($"The ledger cannot answer exactly for {period}: {report.Gaps}. Choose a period that it keeps, from {report.From:u} to {report.To:u}.");
    }
}
