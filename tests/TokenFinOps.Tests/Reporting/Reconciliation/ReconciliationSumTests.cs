using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Reconciliation;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Reconciliation;

/// <summary>What holds for any ledger and any invoice.</summary>
public sealed class ReconciliationSumTests
{
    private static readonly Gen<TimeZoneInfo> Zone = Gen.OneOf("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo").Select(TimeZoneInfo.FindSystemTimeZoneById);

    private static readonly Gen<LedgerEntry[]> Entries = LedgerGens.OrdinaryEntry.Array[1, 40];

    private static readonly ReconciliationOptions Exact = new() { AbsoluteTolerance = 0, RelativeTolerance = 0 };

    [Fact]
    public Task A_ledger_that_is_exported_as_an_invoice_reconciles_to_zero() =>
        Gen.Select(Entries, Zone).SampleAsync(async (entries, zone) =>
        {
            ReconciliationReport report = await Invoices.ReconcileAsync(entries, entries.SelectMany(entry => Invoices.LinesOf(entry, zone)), Exact with { TimeZone = zone });

            Assert.True(report.IsMatched);
            Assert.All(report.Totals, static total => Assert.Equal(0m, total.Difference));
            Assert.Empty(report.TrueUps);
            Assert.Empty(report.Unmetered);
        });

    [Fact]
    public Task Differences_add_up_to_invoice_less_ledger_exactly() =>
        Gen.Select(Entries, Entries, Gen.Bool).SampleAsync(async (metered, charged, byTag) =>
        {
            var options = Exact with { From = new DateOnly(2026, 3, 27), To = new DateOnly(2026, 4, 2), ProjectTag = byTag ? "team" : null };
            ReconciliationReport report = await Invoices.ReconcileAsync(metered, charged.SelectMany(static entry => Invoices.LinesOf(entry)), options);

            foreach (ReconciliationTotals total in report.Totals)
            {
                decimal invoice = Sum(charged, total.Currency);
                decimal ledger = Sum(metered, total.Currency);
                Assert.Equal((invoice, ledger, invoice - ledger), (total.InvoiceAmount, total.LedgerAmount, total.Difference));
                Assert.Equal(total.Difference, ExactSum.Of(report.TrueUps.Where(each => each.Currency == total.Currency).Select(static each => each.Amount)).ToDecimal());
            }

            Assert.All(report.Lines, static line => Assert.Equal(line.Difference, line.InvoiceTokens is null ? line.Difference : line.VolumeEffect + line.PriceEffect));
        });

    [Fact]
    public Task Entries_that_the_ledger_lost_show_up_as_exactly_their_cost() =>
        Gen.Select(Entries, Gen.Int[1, 40]).SampleAsync(async (entries, lost) =>
        {
            LedgerEntry[] distinct = [.. entries.DistinctBy(static entry => entry.Id)];
            LedgerEntry[] kept = [.. distinct.Skip(lost)];
            ReconciliationReport report = await Invoices.ReconcileAsync(kept, distinct.SelectMany(static entry => Invoices.LinesOf(entry)), Exact);

            foreach (ReconciliationTotals total in report.Totals)
            {
                Assert.Equal(Sum(distinct.Take(lost), total.Currency), total.Difference);
            }
        });

    private static decimal Sum(IEnumerable<LedgerEntry> entries, string currency) => ExactSum.Of(
        entries.DistinctBy(static entry => entry.Id).Where(entry => entry.Cost.Currency == currency).Select(static entry => entry.Cost.Effective ?? 0m)).ToDecimal();
}
