using TokenFinOps.Pricing.Catalogue.Resolution;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>Lays one catalogue under another: what the upper one knows stands, what it lacks comes from the lower one.</summary>
internal static class CatalogueLayers
{
    public static PriceCatalogue Fill(PriceCatalogue upper, PriceCatalogue lower)
    {
        if (upper.Models.IsEmpty && upper.Providers.IsEmpty)
        {
            return upper.Overrides.IsEmpty ? lower : lower.With(upper.Overrides);
        }

        var models = new List<ModelPrices>(upper.Models.Length + lower.Models.Length);
        models.AddRange(upper.Models.Select(model => Complete(model, lower.Index)));
        models.AddRange(lower.Models.Where(model => !Knows(upper.Index, model)));
        return new PriceCatalogue(
            $"{upper.Version}+{lower.Version}",
            models,
            MergeProviders(upper, lower),
            upper.Date ?? lower.Date,
            upper.Sources.Concat(lower.Sources).Distinct(),
            upper.Overrides.Concat(lower.Overrides));
    }

    // By any name: a model that the upper catalogue knows by a rule must not be shadowed by an exact name from below.
    private static bool Knows(CatalogueIndex upper, ModelPrices model) =>
        upper.ById(model.Provider) is { } provider && provider.Find(model.Model).Prices is not null;

    private static ModelPrices Complete(ModelPrices model, CatalogueIndex lower)
    {
        if ((model.ContextWindow is not null && model.MaxOutputTokens is not null && model.Match is not null)
            || lower.ById(model.Provider)?.Find(model.Model) is not (ModelPrices same, PriceMatchKind.Exact))
        {
            return model;
        }

        return new ModelPrices(model.Provider, model.Model, model.Cards)
        {
            Match = model.Match ?? same.Match,
            ContextWindow = model.ContextWindow ?? same.ContextWindow,
            MaxOutputTokens = model.MaxOutputTokens ?? same.MaxOutputTokens,
        };
    }

    private static IEnumerable<CatalogueProvider> MergeProviders(PriceCatalogue upper, PriceCatalogue lower)
    {
        var known = lower.Providers.ToDictionary(static provider => provider.Id, StringComparer.OrdinalIgnoreCase);
        foreach (CatalogueProvider provider in upper.Providers)
        {
            yield return known.Remove(provider.Id, out CatalogueProvider? same) ? Merge(provider, same) : provider;
        }

        foreach (CatalogueProvider provider in lower.Providers.Where(provider => known.ContainsKey(provider.Id)))
        {
            yield return provider;
        }
    }

    private static CatalogueProvider Merge(CatalogueProvider upper, CatalogueProvider lower) => upper with
    {
        Name = upper.Name == upper.Id ? lower.Name : upper.Name,
        EndpointMatch = upper.EndpointMatch ?? lower.EndpointMatch,
        ModelMatch = upper.ModelMatch ?? lower.ModelMatch,
        ProviderMatch = upper.ProviderMatch ?? lower.ProviderMatch,
        FallbackProviders = upper.FallbackProviders.IsEmpty ? lower.FallbackProviders : upper.FallbackProviders,
    };
}
