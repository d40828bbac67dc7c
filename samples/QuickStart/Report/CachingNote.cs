using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace QuickStart.Report;

/// <summary>Says how much of the input came from the provider's prompt cache.</summary>
internal static class CachingNote
{
    public static void Print(Notes notes, IReadOnlyList<LedgerTotals> totals)
    {
        decimal input = totals.Sum(static total => total.Usage.InputTokens);
        decimal cached = totals.Sum(static total => total.Usage[UsageKind.CacheReadTokens]);
        if (cached > 0)
        {
            notes.Say("Prompt cache", $"{Figures.Share(cached, input)} of {Figures.Count(input)} input tokens were read from the provider's cache, at its lower rate.");
        }
    }
}
