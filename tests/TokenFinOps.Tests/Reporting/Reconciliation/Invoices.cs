using System.Globalization;
using System.Text;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Reconciliation;

namespace TokenFinOps.Tests.Reporting.Reconciliation;

/// <summary>Makes invoices and ledgers to compare.</summary>
internal static class Invoices
{
    public static async Task<List<InvoiceLine>> ReadAsync(string csv, InvoiceFormat format, TimeZoneInfo? zone = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return await new InvoiceReader(format, zone).ReadAsync(stream, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<ReconciliationReport> ReconcileAsync(IEnumerable<LedgerEntry> entries, IEnumerable<InvoiceLine> lines, ReconciliationOptions? options = null)
    {
        var ledger = new InMemoryCostLedger();
        foreach (LedgerEntry entry in entries)
        {
            await ledger.AppendAsync(entry, TestContext.Current.CancellationToken);
        }

        return await ledger.ReconcileAsync(lines.ToAsyncEnumerable(), options, TestContext.Current.CancellationToken);
    }

    /// <summary>Bills an entry as a provider would: the tokens on lines of their own, the cost on the first.</summary>
    public static IEnumerable<InvoiceLine> LinesOf(LedgerEntry entry, TimeZoneInfo? zone = null)
    {
        var line = new InvoiceLine
        {
            Day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(entry.Timestamp, zone ?? TimeZoneInfo.Utc).DateTime),
            Model = entry.Model,
            Currency = entry.Cost.Currency,
        };
        yield return line with { Amount = entry.Cost.Effective ?? 0m };
        decimal cached = entry.Usage[UsageKind.CacheReadTokens];
        yield return line with { Kind = UsageKind.InputTokens, Quantity = entry.Usage.InputTokens - cached };
        yield return line with { Kind = UsageKind.CacheReadTokens, Quantity = cached };
        yield return line with { Kind = UsageKind.OutputTokens, Quantity = entry.Usage.OutputTokens };
    }

    public static InvoiceLine Charge(decimal amount, string model = "gpt-x", string day = "2026-03-10") => new()
    {
        Day = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        Model = model,
        Amount = amount,
        Currency = "USD",
    };

    public static InvoiceLine Tokens(UsageKind kind, decimal count, string model = "gpt-x", string day = "2026-03-10") =>
        Charge(0m, model, day) with { Amount = null, Kind = kind, Quantity = count };
}
