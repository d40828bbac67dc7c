using TokenFinOps.Caching;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace QuickStart.Report;

/// <summary>Says what the semantic cache did: its hits, what they avoided, and what audits of them found.</summary>
internal sealed class CacheNote(Notes notes)
{
    public async Task PrintAsync(ICostLedger ledger, SemanticCache cache, CancellationToken cancellationToken)
    {
        CacheStatistics statistics = cache.GetStatistics();
        string rate = Figures.Share(statistics.ExactHits + statistics.SemanticHits, statistics.Lookups);
        notes.Say(
            "Cache",
            $"{Figures.Plural(statistics.ExactHits + statistics.SemanticHits, "question")} of {Figures.Count(statistics.Lookups)} answered from it ({rate}): "
            + $"{Figures.Count(statistics.ExactHits)} in the same words, {Figures.Count(statistics.SemanticHits)} in other words. {Figures.Plural(statistics.Entries, "answer")} kept, {Figures.Count(statistics.Bytes / 1024)} KB.");
        LedgerReport report = await ledger.QueryAsync(LedgerQuery.All.Where(LedgerDimension.EntryKind, nameof(LedgerEntryKind.CacheHit)), cancellationToken);
        foreach (LedgerTotals totals in report.Totals)
        {
            notes.Bill("Avoided", $"{Figures.Money(totals.BaselineCost, totals.Currency)} that {Figures.Plural(totals.CacheHits, "call")} would have cost.");
        }

        notes.Say(
            "Audit",
            $"{Figures.Plural(statistics.Audited, "answer")} of the cache compared with the model's: {Figures.Count(statistics.AuditedWrong)} wrong. Cost of audits, taken off the savings: "
            + $"{Figures.Money(statistics.AuditCost, "USD")}.");
    }
}
