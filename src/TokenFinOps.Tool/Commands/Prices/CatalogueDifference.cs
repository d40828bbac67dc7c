using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary>What changed from one catalogue to another: models and prices that came, went or changed. Pure.</summary>
internal sealed record CatalogueDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<(QuotedPrice? Old, QuotedPrice? New)> Changed)
{
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count == 0;

    public static CatalogueDifference Of(PriceCatalogue old, PriceCatalogue @new, DateTimeOffset moment, Func<string, string, bool> means)
    {
        Dictionary<string, ModelPrices> before = ByName(old, means);
        Dictionary<string, ModelPrices> after = ByName(@new, means);
        return new CatalogueDifference(
            [.. after.Keys.Except(before.Keys).Order(StringComparer.Ordinal)],
            [.. before.Keys.Except(after.Keys).Order(StringComparer.Ordinal)],
            [.. before.Keys.Intersect(after.Keys).Order(StringComparer.Ordinal).SelectMany(name => Changes(before[name], after[name], moment))]);
    }

    private static Dictionary<string, ModelPrices> ByName(PriceCatalogue catalogue, Func<string, string, bool> means) => catalogue.Models
        .Where(model => means(model.Provider, model.Model))
        .DistinctBy(static model => $"{model.Provider}/{model.Model}")
        .ToDictionary(static model => $"{model.Provider}/{model.Model}");

    private static IEnumerable<(QuotedPrice? Old, QuotedPrice? New)> Changes(ModelPrices old, ModelPrices @new, DateTimeOffset moment)
    {
        var before = QuotedPrice.Of(old, moment).ToDictionary(static price => price.Key);
        var after = QuotedPrice.Of(@new, moment).ToDictionary(static price => price.Key);
        return before.Keys.Union(after.Keys)
            .Select(key => (Old: before.GetValueOrDefault(key), New: after.GetValueOrDefault(key)))
            .Where(static pair => pair.Old?.Amount != pair.New?.Amount)
            .OrderBy(static pair => (pair.Old ?? pair.New!).Tier, StringComparer.Ordinal)
            .ThenBy(static pair => (pair.Old ?? pair.New!).Kind)
            .ThenBy(static pair => (pair.Old ?? pair.New!).Threshold);
    }
}
