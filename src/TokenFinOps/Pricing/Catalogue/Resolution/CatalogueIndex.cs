namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>A catalogue's providers, found by name, by address and by the names of their models.</summary>
internal sealed class CatalogueIndex
{
    private readonly Dictionary<string, ProviderModels> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ProviderModels> _inOrder = [];
    private readonly Dictionary<string, PriceOverride> _byDeployment = new(StringComparer.OrdinalIgnoreCase);

    public CatalogueIndex(IEnumerable<CatalogueProvider> providers, IEnumerable<ModelPrices> models, IEnumerable<PriceOverride> overrides)
    {
        foreach (CatalogueProvider provider in providers)
        {
            Add(provider);
        }

        foreach (ModelPrices model in models)
        {
            (_byId.GetValueOrDefault(model.Provider) ?? Add(new CatalogueProvider(model.Provider))).Add(model);
        }

        foreach (PriceOverride price in overrides)
        {
            Add(price);
        }
    }

    public PriceOverride? OverrideOf(string deployment) => _byDeployment.GetValueOrDefault(deployment.Trim());

    /// <summary>Finds a provider by its id or by another name that is known for it.</summary>
    public ProviderModels? ByName(string name)
    {
        string trimmed = name.Trim();
        if (_byId.TryGetValue(trimmed, out ProviderModels? provider) || _byId.TryGetValue(ProviderNames.Canonical(trimmed), out provider))
        {
            return provider;
        }

        // Self-hosted servers and gateways often carry a vendor's name in theirs, as in "openai-compatible".
        return ProviderNames.IsSelfHosted(trimmed) || ProviderNames.IsGateway(trimmed) || trimmed.Contains("compatible", StringComparison.OrdinalIgnoreCase)
            ? null
            : _inOrder.Find(known => known.Provider.ProviderMatch?.Matches(trimmed) == true);
    }

    public ProviderModels? ById(string id) => _byId.GetValueOrDefault(id);

    public ProviderModels? ByEndpoint(Uri endpoint)
    {
        string address = endpoint.GetLeftPart(UriPartial.Path).ToLowerInvariant();
        return _inOrder.Find(known => known.Provider.EndpointMatch?.Matches(address) == true)
            ?? (Endpoints.ProviderOf(endpoint) is { } id ? ById(id) : null);
    }

    /// <summary>Tells the provider from a model's name, where the name belongs to one vendor alone.</summary>
    public ProviderModels? ByModel(string name) =>
        ModelNames.IsBedrockId(name) && ById("aws") is { } aws ? aws : _inOrder.Find(known => known.Provider.ModelMatch?.Matches(name) == true);

    private ProviderModels Add(CatalogueProvider provider)
    {
        if (_byId.TryGetValue(provider.Id, out ProviderModels? known))
        {
            return known;
        }

        var added = new ProviderModels(provider);
        _byId.Add(provider.Id, added);
        _inOrder.Add(added);
        return added;
    }

    private void Add(PriceOverride price)
    {
        if (price.Deployment is not null)
        {
            _byDeployment.TryAdd(price.Deployment, price);
            return;
        }

        (ByName(price.Provider!) ?? Add(new CatalogueProvider(ProviderNames.Canonical(price.Provider!)))).AddOverride(price.Prices!);
    }
}
