using CsCheck;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing;

/// <summary>Generators of usages and rate cards: consistent ones, and ones no provider should send.</summary>
internal static class UsageGen
{
    private static readonly UsageKind[] Tokens = [.. UsageKinds.All.Where(static kind => kind.IsTokens())];

    private static readonly Gen<decimal> Amount = Gen.Long[0, 20_000_000].Select(static value => value / 10_000m);

    public static Gen<Rate> Rate(UsageKind kind) =>
        Gen.Select(Amount, Gen.Select(Gen.Long[1, 400_000], Amount).Array[0, 3])
            .Select((amount, tiers) => new Rate(kind, amount, null, [.. tiers.DistinctBy(static tier => tier.Item1).Select(static tier => new ContextTier(tier.Item1, tier.Item2))]));

    public static Gen<RateCard> Card { get; } =
        Gen.Shuffle(Tokens).SelectMany(static kinds => Gen.Int[1, 12].SelectMany(count => Sequence(kinds.Take(count).Select(Rate))))
            .Select(static rates => new RateCard(rates));

    public static Gen<RateCard> CardWithTotals { get; } =
        Gen.Shuffle(Tokens)
            .SelectMany(static kinds => Gen.Int[0, 10].SelectMany(count => Sequence(
                kinds.Take(count).Append(UsageKind.InputTokens).Append(UsageKind.OutputTokens).Distinct().Select(Rate))))
            .Select(static rates => new RateCard(rates));

    /// <summary>Any counts at all: parts larger than wholes, wholes missing, overlaps unreported.</summary>
    public static Gen<Usage> Any { get; } =
        Gen.Select(Gen.Int[0, Tokens.Length - 1].Select(static index => Tokens[index]), Gen.Long[0, 500_000]).Array[0, 12]
            .Select(static amounts => new Usage([.. amounts.DistinctBy(static amount => amount.Item1).Select(static amount => (amount.Item1, (decimal)amount.Item2))]));

    /// <summary>What an honest provider reports: every token has one modality, one origin and one cache lifetime, and all totals are given.</summary>
    public static Gen<Usage> Consistent { get; } =
        Gen.Select(Gen.Long[0, 50_000].Array[24], Gen.Long[0, 50_000].Array[12]).Select(static (input, output) => Report(input, output));

    private static Usage Report(long[] input, long[] output)
    {
        string[] modalities = ["Text", "Audio", "Image", "Video"];
        var amounts = new Dictionary<UsageKind, decimal>();
        for (int i = 0; i < input.Length; i++)
        {
            string modality = modalities[i % 4];
            string[] kinds = (i / 4) switch
            {
                0 or 1 => [],
                2 => ["CacheReadTokens", $"Cache{modality}ReadTokens"],
                3 => ["CacheWriteTokens", "CacheWrite5mTokens", $"Cache{modality}WriteTokens", $"Cache{modality}Write5mTokens"],
                4 => ["CacheWriteTokens", "CacheWrite1hTokens", $"Cache{modality}WriteTokens", $"Cache{modality}Write1hTokens"],
                _ => ["InputToolTokens", $"Input{modality}ToolTokens"],
            };
            Add(amounts, input[i], [.. kinds, "InputTokens", $"Input{modality}Tokens"]);
        }

        for (int i = 0; i < output.Length; i++)
        {
            string modality = modalities[i % 4];
            string[] kinds = (i / 4) switch
            {
                0 => [],
                1 => ["OutputReasoningTokens", $"Output{modality}ReasoningTokens"],
                _ => ["OutputCitationTokens", $"Output{modality}CitationTokens"],
            };
            Add(amounts, output[i], [.. kinds, "OutputTokens", $"Output{modality}Tokens"]);
        }

        return new Usage([.. amounts.Select(static pair => (pair.Key, pair.Value))]);
    }

    private static void Add(Dictionary<UsageKind, decimal> amounts, long tokens, string[] kinds)
    {
        foreach (string kind in kinds)
        {
            UsageKind key = Enum.Parse<UsageKind>(kind);
            amounts[key] = amounts.GetValueOrDefault(key) + tokens;
        }
    }

    private static Gen<Rate[]> Sequence(IEnumerable<Gen<Rate>> rates) =>
        rates.Aggregate(Gen.Const(Array.Empty<Rate>()), static (all, next) => Gen.Select(all, next).Select(static (rates, rate) => (Rate[])[.. rates, rate]));
}
