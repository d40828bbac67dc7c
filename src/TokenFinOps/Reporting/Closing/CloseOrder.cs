using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Refuses what would make the books wrong.</summary>
internal static class CloseOrder
{
    public static void Check(BillingPeriod period, IReadOnlyList<ClosedPeriod> earlier, DateTimeOffset now)
    {
        if (earlier.FirstOrDefault(closed => closed.Period.From == period.From && closed.Period.To == period.To) is { } same)
        {
            throw PeriodCloseException.AlreadyClosed(same);
        }

        if (now < period.To)
        {
            throw new PeriodCloseException(PeriodCloseRefusal.NotOver, $"{period} ends at {period.To:u}; it is {now:u}. Close it when it is over, or preview it.");
        }

        if (earlier.Count > 0 && earlier[^1].Period.To is var next && next != period.From)
        {
            throw new PeriodCloseException(
                PeriodCloseRefusal.OutOfOrder, $"{period} begins at {period.From:u}, but the books are closed until {next:u}, the end of {earlier[^1].Period}. Close the period that begins there.");
        }
    }

    public static void CheckCurrency(ClosedPeriod closed, string planned, string currency)
    {
        if (closed.Run.Currency != currency || planned != currency)
        {
            throw new PeriodCloseException(
                PeriodCloseRefusal.OtherCurrency, $"{closed.Period} was posted in {closed.Run.Currency} and is planned in {planned}; its adjustments cannot be posted in {currency}. Keep one currency.");
        }
    }

    // A ledger only grows. One that has shrunk would give back what was rightly charged.
    public static void CheckLedger(ClosedPeriod closed, LedgerReport report)
    {
        if (!report.IsComplete)
        {
            throw new PeriodCloseException(PeriodCloseRefusal.LedgerIncomplete, $"The ledger cannot answer exactly for the closed period {closed.Period}: {report.Gaps}.");
        }

        long posted = closed.Run.Controls.Ledger.Sum(static each => each.Entries);
        long found = report.Totals.Sum(static each => LedgerControl.Of(each).Entries);
        if (found < posted)
        {
            throw new PeriodCloseException(
                PeriodCloseRefusal.EntriesMissing, $"The ledger has {found} entries of {closed.Period}, but {posted} were posted. It has lost entries, or is not the ledger that the period was closed with.");
        }
    }
}
