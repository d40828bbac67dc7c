using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Sets an invoice that was added up against the ledger's answer. Pure.</summary>
internal sealed class Reconciler(ReconciliationOptions options, ModelNameMatcher names, InvoiceTally invoice)
{
    public ReconciliationReport Reconcile(DateOnly from, DateOnly to, LedgerReport report)
    {
        Dictionary<ReconciliationKey, LedgerSum> metered = LedgerSums(report);
        Dictionary<ReconciliationKey, InvoiceSum> invoiced = InvoiceSums();
        ImmutableArray<ReconciliationLine> lines =
        [
            .. metered.Keys.Union(invoiced.Keys).Order().Select(key => LineComparison.Compare(
                key, invoiced.GetValueOrDefault(key), metered.GetValueOrDefault(key), invoice.HasAmounts, options)),
        ];
        return new ReconciliationReport
        {
            From = from,
            To = to,
            Lines = lines,
            Totals = [.. lines.GroupBy(static line => line.Currency).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(group => TotalsOf(group.Key, [.. group]))],
            Unmetered = Unmetered(metered),
            TrueUps = TrueUps(lines),
            LinesOutside = invoice.Outside,
            Gaps = report.Gaps,
        };
    }

    /// <summary>Makes the question to the ledger: days in the invoice's time zone, by what is compared.</summary>
    public LedgerQuery QueryFor(DateOnly from, DateOnly to)
    {
        List<LedgerDimension> dimensions = [LedgerDimension.Model];
        dimensions.AddRange(new[] { options.ProjectTag, options.ApiKeyTag }.OfType<string>().Select(LedgerDimension.Tag));
        LedgerFilter filter = options.Filter with { From = StartOf(from), To = StartOf(to.AddDays(1)) };
        return new LedgerQuery { Filter = options.Provider is { } provider ? filter.Where(LedgerDimension.Provider, provider) : filter }
            .GroupBy([.. dimensions])
            .By(TimeBucket.Day, options.TimeZone);
    }

    private static ReconciliationTotals TotalsOf(string currency, ReconciliationLine[] lines)
    {
        ReconciliationLine[] compared = [.. lines.Where(static line => line.Difference is not null)];
        return new ReconciliationTotals
        {
            Currency = currency,
            InvoiceAmount = Sum(compared, static line => line.InvoiceAmount),
            LedgerEffective = Sum(compared, static line => line.LedgerEffective),
            LedgerList = Sum(compared, static line => line.LedgerList),
            LedgerAmount = Sum(compared, static line => line.InvoiceAmount - line.Difference),
            Difference = Sum(compared, static line => line.Difference),
            MissingInLedger = Sum(compared.Where(static line => line.Status == ReconciliationStatus.MissingInLedger), static line => line.InvoiceAmount),
            MissingInInvoice = Sum(compared.Where(static line => line.Status == ReconciliationStatus.MissingInInvoice), static line => -line.Difference),
            Unpriced = lines.Sum(static line => line.Unpriced),
        };
    }

    private static decimal Sum(IEnumerable<ReconciliationLine> lines, Func<ReconciliationLine, decimal?> amountOf) =>
        ExactSum.Of(lines.Select(line => amountOf(line) ?? 0m)).ToDecimal();

    private static ImmutableArray<TrueUp> TrueUps(ImmutableArray<ReconciliationLine> lines) =>
    [
        .. lines
            .Where(static line => line.Difference is not null)
            .GroupBy(static line => (line.Day, line.Model, line.Currency))
            .Select(static group => new TrueUp(group.Key.Day, group.Key.Model, group.Key.Currency, Sum(group, static line => line.Difference)))
            .Where(static trueUp => trueUp.Amount != 0),
    ];

    private Dictionary<ReconciliationKey, LedgerSum> LedgerSums(LedgerReport report)
    {
        var sums = new Dictionary<ReconciliationKey, LedgerSum>();
        foreach (LedgerRow row in report.Rows)
        {
            ReconciliationKey key = KeyOf(row);
            if (!sums.TryGetValue(key, out LedgerSum? sum))
            {
                sums[key] = sum = new LedgerSum();
            }

            sum.Add(row.Totals);
        }

        return sums;
    }

    private ReconciliationKey KeyOf(LedgerRow row)
    {
        string model = !invoice.HasModels ? ReconciliationLine.AllModels : names.Match(row.Keys[0] ?? string.Empty);
        string? project = options.ProjectTag is null ? null : row.Keys[1];
        string? apiKey = options.ApiKeyTag is null ? null : row.Keys[^1];
        return new ReconciliationKey(DateOnly.FromDateTime(row.Start!.Value.DateTime), model, project, apiKey, row.Totals.Currency);
    }

    private Dictionary<ReconciliationKey, InvoiceSum> InvoiceSums()
    {
        var sums = new Dictionary<ReconciliationKey, InvoiceSum>();
        foreach ((ReconciliationKey detail, InvoiceSum part) in invoice.Details)
        {
            ReconciliationKey key = invoice.ComparedAs(detail);
            if (!sums.TryGetValue(key, out InvoiceSum? sum))
            {
                sums[key] = sum = new InvoiceSum();
            }

            sum.Add(part);
        }

        return sums;
    }

    private ImmutableArray<UnmeteredSpend> Unmetered(Dictionary<ReconciliationKey, LedgerSum> metered) =>
    [
        .. invoice.Details
            .Where(detail => !metered.ContainsKey(invoice.ComparedAs(detail.Key)))
            .GroupBy(static detail => (detail.Key.Model, detail.Key.Project, detail.Key.ApiKey, detail.Key.Currency))
            .Select(static group => SpendOf([.. group]))
            .OrderByDescending(static spend => spend.Amount)
            .ThenByDescending(static spend => spend.Tokens?.Total)
            .ThenBy(static spend => spend.Model, StringComparer.Ordinal),
    ];

    private static UnmeteredSpend SpendOf((ReconciliationKey Key, InvoiceSum Sum)[] details)
    {
        var sum = new InvoiceSum();
        Array.ForEach(details, detail => sum.Add(detail.Sum));
        ReconciliationKey key = details[0].Key;
        return new UnmeteredSpend
        {
            Model = key.Model,
            Project = key.Project,
            ApiKey = key.ApiKey,
            Currency = key.Currency,
            Amount = sum.Amount,
            Tokens = sum.Tokens,
            FirstDay = details.Min(static detail => detail.Key.Day),
            LastDay = details.Max(static detail => detail.Key.Day),
        };
    }

    private DateTimeOffset StartOf(DateOnly day)
    {
        var calendar = new BucketCalendar(TimeBucket.Day, options.TimeZone);
        var noon = day.ToDateTime(new TimeOnly(12, 0));
        return calendar.StartOf(new DateTimeOffset(noon, options.TimeZone.GetUtcOffset(noon)));
    }
}
