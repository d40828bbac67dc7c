using System.Globalization;
using System.Text.RegularExpressions;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Kpis;

namespace TokenFinOps.Evaluation.Kpis;

/// <summary>Prices the prompt-caching examples, which are written as <c>uncached=0.5M@3, write=2.0M@3.75, read=8.0M@0.30, out=1.5M@15</c>.</summary>
internal static partial class PromptCacheFormula
{
    private const int Million = 1_000_000;

    public static IReadOnlyDictionary<string, object> Evaluate(string formula)
    {
        Dictionary<string, (decimal Millions, decimal Price)> parts = Part().Matches(formula).ToDictionary(
            static part => part.Groups["name"].Value, static part => (Number(part.Groups["millions"]), Number(part.Groups["price"])));
        (decimal Millions, decimal Price) uncached = Find(parts, "uncached") ?? Find(parts, "input") ?? throw new EvaluationException($"'{formula}' has no uncached=…M@… or input=…M@…");
        PromptCacheEconomics bill = PromptCacheEconomics.Of(UsageOf(parts, uncached.Millions), CardOf(parts, uncached.Price), StorageOf(parts));
        return new Dictionary<string, object>
        {
            ["input_side"] = bill.InputSide,
            ["no_cache_input"] = bill.InputWithoutCache,
            ["savings"] = bill.Savings,
            ["savings_vs_no_cache"] = bill.Savings,
            ["write_premium"] = bill.WritePremium,
            ["storage"] = bill.Storage,
            ["input_plus_storage"] = bill.InputAndStorage,
            ["output"] = bill.Output,
            ["total"] = bill.Total,
        };
    }

    private static Usage UsageOf(Dictionary<string, (decimal Millions, decimal Price)> parts, decimal uncached)
    {
        decimal read = MillionsOf(parts, "read");
        decimal write = MillionsOf(parts, "write");
        return new Usage(
            (UsageKind.InputTokens, (uncached + read + write) * Million),
            (UsageKind.CacheReadTokens, read * Million),
            (UsageKind.CacheWriteTokens, write * Million),
            (UsageKind.OutputTokens, MillionsOf(parts, "out") * Million));
    }

    private static RateCard CardOf(Dictionary<string, (decimal Millions, decimal Price)> parts, decimal input)
    {
        List<Rate> rates = [new Rate(UsageKind.InputTokens, input)];
        foreach ((string name, UsageKind kind) in new[] { ("read", UsageKind.CacheReadTokens), ("write", UsageKind.CacheWriteTokens), ("out", UsageKind.OutputTokens) })
        {
            if (Find(parts, name) is { } part)
            {
                rates.Add(new Rate(kind, part.Price));
            }
        }

        return new RateCard(rates);
    }

    // Token-hours are no kind of usage of a call: they are billed on a line of their own.
    private static decimal StorageOf(Dictionary<string, (decimal Millions, decimal Price)> parts) =>
        Find(parts, "storage") is { } storage ? Rate.Cost(storage.Millions * Million, storage.Price, Million) : 0m;

    private static (decimal Millions, decimal Price)? Find(Dictionary<string, (decimal Millions, decimal Price)> parts, string name) =>
        parts.TryGetValue(name, out (decimal Millions, decimal Price) part) ? part : null;

    private static decimal MillionsOf(Dictionary<string, (decimal Millions, decimal Price)> parts, string name) => Find(parts, name)?.Millions ?? 0m;

    private static decimal Number(Group group) => decimal.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<name>\w+)\s*=\s*(?<millions>\d+(\.\d+)?)M[^@,]*@\s*(?<price>\d+(\.\d+)?)", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
