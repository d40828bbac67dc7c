namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>The models of one provider, found by their exact names and by the catalogue's own rules for other names.</summary>
internal sealed class ProviderModels(CatalogueProvider provider)
{
    private readonly Dictionary<string, ModelPrices> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelPrices> _overrides = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ModelPrices> _ruled = [];

    public CatalogueProvider Provider { get; } = provider;

    public string Id => Provider.Id;

    /// <summary>Adds a model, unless one of the same name is there.</summary>
    public void Add(ModelPrices model)
    {
        if (_byId.TryAdd(model.Model, model) && model.Match is not null)
        {
            _ruled.Add(model);
        }
    }

    public void AddOverride(ModelPrices prices) => _overrides.TryAdd(prices.Model, prices);

    /// <summary>Finds a model by a name: the user's price, then the exact name, then the first model in catalogue order whose rule covers the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="verbatim">Whether the source's rules are taken at their word, variants of a model included.</param>
    public (ModelPrices? Prices, PriceMatchKind Kind) Find(string name, bool verbatim = false)
    {
        if (FindOverride(name) is { } set)
        {
            return (set, PriceMatchKind.Override);
        }

        if (_byId.TryGetValue(name, out ModelPrices? exact))
        {
            return (exact, PriceMatchKind.Exact);
        }

        foreach (ModelPrices model in _ruled)
        {
            if (verbatim ? model.Match!.Matches(name) : model.Match!.Covers(name))
            {
                return FindOverride(model.Model) is { } byRule ? (byRule, PriceMatchKind.Override) : (model, PriceMatchKind.Alias);
            }
        }

        return (null, default);
    }

    public ModelPrices? FindOverride(string name) => _overrides.GetValueOrDefault(name);
}
