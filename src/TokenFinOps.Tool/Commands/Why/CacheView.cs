using System.Globalization;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Why;

/// <summary>Prints what the semantic cache did about a request.</summary>
internal static class CacheView
{
    public static void Print(ToolContext context, IReadOnlyList<LedgerEntry> attempts)
    {
        // Every attempt of a request says the same of the lookup.
        if (attempts.FirstOrDefault(static entry => entry.Cache is { Lookup: not CacheLookup.OwnCall }) is not { Cache: { } cache } entry)
        {
            return;
        }

        string near = cache.Similarity is { } similarity
            ? string.Create(CultureInfo.InvariantCulture, $" The nearest question was within {similarity:0.###}, its answer {cache.Age.GetValueOrDefault():d\\.hh\\:mm\\:ss} old.")
            : string.Empty;
        context.Line($"The cache {Verb(cache)}: {cache.Reason}.{near}{Saved(cache, entry)}");
    }

    private static string Verb(AttemptCache cache) => (cache.Mode, cache.Lookup) switch
    {
        (_, CacheLookup.Missed) => "had no answer",
        (CacheMode.On, _) => "answered",
        (CacheMode.Shadow, _) => "only watched, and would have answered",
        _ => "left the control group alone, and would have answered",
    };

    private static string Saved(AttemptCache cache, LedgerEntry entry) =>
        cache.Saved is not { } saved ? string.Empty : $" That {(cache.Mode == CacheMode.On ? "saved" : "would have saved")} {Figures.Price(saved)} {entry.Cost.Currency}.";
}
