namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>Finds the prices of a model from the names that are known of it. Pure; the catalogue remembers its answers.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>The user's price of the deployment.</description></item>
/// <item><description>The provider: by address, else by the name given, else by a gateway's prefix, else by the model's name.</description></item>
/// <item><description>At that provider: the user's price, the exact name, the catalogue's rules; then the same for the plainer forms of the name, then without a date.</description></item>
/// <item><description>The same at the vendors whose models that provider resells, one step and no further.</description></item>
/// </list>
/// What is not found so is unknown. A private address or a self-hosted server is never given a vendor's price.
/// </remarks>
internal sealed class ModelResolver(CatalogueIndex index)
{
    /// <summary>The most characters of a name that is looked at; no model has more.</summary>
    public const int LongestName = 512;

    public PriceMatch? Resolve(in ModelReference reference)
    {
        string name = (reference.Model ?? string.Empty).Trim().ToLowerInvariant();
        if (Overridden(reference, name) is { } set)
        {
            return set;
        }

        return name.Length is 0 or > LongestName ? null : ResolveModel(reference, name);
    }

    private PriceMatch? Overridden(in ModelReference reference, string name)
    {
        if (!string.IsNullOrWhiteSpace(reference.Deployment) && index.OverrideOf(reference.Deployment) is { } deployed)
        {
            return Apply(deployed);
        }

        // Azure's clients name the deployment where others name the model.
        return string.IsNullOrWhiteSpace(reference.Deployment) && name.Length > 0 && index.OverrideOf(name) is { } named && ProviderOf(reference)?.Id == "azure"
            ? Apply(named)
            : null;
    }

    private PriceMatch? Apply(PriceOverride price)
    {
        if (price.Prices is { } prices)
        {
            return new PriceMatch(prices, PriceMatchKind.Override, $"the prices of deployment '{price.Deployment}' were set by the user");
        }

        PriceMatch? match = ResolveModel(new ModelReference(price.Model!, price.Provider), price.Model!.ToLowerInvariant());
        return match is null
            ? null
            : match with { Kind = PriceMatchKind.Override, Explanation = $"the user says that deployment '{price.Deployment}' is {price.Provider}'s {price.Model}; {match.Explanation}" };
    }

    private PriceMatch? ResolveModel(in ModelReference reference, string name)
    {
        Uri? endpoint = reference.Endpoint is { IsAbsoluteUri: true } absolute ? absolute : null;
        if (endpoint is not null && index.ByEndpoint(endpoint) is { } addressed)
        {
            return FindWithFallback(addressed, name) is { } found
                ? found with { Explanation = $"{endpoint.Host} is {addressed.Provider.Name}'s address; {found.Explanation}" }
                : null;
        }

        bool isPrivate = endpoint is not null && Endpoints.IsPrivate(endpoint);
        if (string.IsNullOrWhiteSpace(reference.Provider))
        {
            return isPrivate ? null : endpoint is null ? FromNameAlone(name) : FromPrefix(name);
        }

        ProviderModels? declared = index.ByName(reference.Provider);
        if (isPrivate || ProviderNames.IsSelfHosted(reference.Provider))
        {
            return declared is null ? null : FindSelfHosted(declared, name, reference.Provider);
        }

        if (declared is null)
        {
            return !ProviderNames.IsGateway(reference.Provider) ? null : endpoint is null ? FromNameAlone(name) : FromPrefix(name);
        }

        PriceMatch? match = FindWithFallback(declared, name);
        return endpoint is not null && declared.Id == "openai" ? AtUnknownAddress(match, endpoint, declared, name) : match;
    }

    private ProviderModels? ProviderOf(in ModelReference reference)
    {
        if (reference.Endpoint is { IsAbsoluteUri: true } endpoint && index.ByEndpoint(endpoint) is { } addressed)
        {
            return addressed;
        }

        return string.IsNullOrWhiteSpace(reference.Provider) ? null : index.ByName(reference.Provider);
    }

    // Prices that a source lists for a self-hosted provider itself, and the user's, but no vendor's.
    private static PriceMatch? FindSelfHosted(ProviderModels declared, string name, string given)
    {
        if (ProviderNames.IsSelfHosted(given))
        {
            return FindAt(declared, name);
        }

        return declared.FindOverride(name) is { } set
            ? new PriceMatch(set, PriceMatchKind.Override, $"the prices of {declared.Id}'s {set.Model} were set by the user")
            : null;
    }

    // OpenAI-compatible clients say "openai" wherever they connect. Open weights are then anyone's; the rest is most likely a gateway to the vendor.
    private PriceMatch? AtUnknownAddress(PriceMatch? match, Uri endpoint, ProviderModels declared, string name)
    {
        if (match?.Kind == PriceMatchKind.Override)
        {
            return match;
        }

        if (match is null || name.Contains("gpt-oss", StringComparison.Ordinal))
        {
            return FromPrefix(name);
        }

        return match with { Kind = PriceMatchKind.InferredProvider, Explanation = $"{endpoint.Host} is not known, priced as {declared.Provider.Name}; {match.Explanation}" };
    }

    private PriceMatch? FromNameAlone(string name)
    {
        if (FromPrefix(name) is { } routed)
        {
            return routed;
        }

        if (IsFreeVariant(name) || index.ByModel(name) is not { } vendor || FindWithFallback(vendor, name) is not { } match)
        {
            return null;
        }

        return match.Kind == PriceMatchKind.Override
            ? match
            : match with { Kind = PriceMatchKind.InferredProvider, Explanation = $"the name is one of {vendor.Provider.Name}'s; {match.Explanation}" };
    }

    // "azure/gpt-4o", "openrouter/anthropic/claude-…", "bedrock/us.anthropic.claude-…": the name says where it is served.
    private PriceMatch? FromPrefix(string name)
    {
        int cut = name.IndexOf('/', StringComparison.Ordinal);
        if (cut <= 0 || cut == name.Length - 1 || index.ByName(name[..cut]) is not { } provider || ProviderNames.IsSelfHosted(name[..cut]))
        {
            return null;
        }

        string rest = name[(cut + 1)..];
        PriceMatch? match = FindAt(provider, name) ?? FindWithFallback(provider, rest);
        if (match is null || (IsFreeVariant(name) && match.Kind is not (PriceMatchKind.Override or PriceMatchKind.Exact)))
        {
            return null;
        }

        return match.Kind is PriceMatchKind.Exact or PriceMatchKind.Alias
            ? match with { Kind = PriceMatchKind.Normalized, Explanation = $"'{name[..cut]}/' names the provider; {match.Explanation}" }
            : match;
    }

    // A name as it stands, found at the vendor, beats one without its date at the reseller: the dated model may have rates that its sibling lacks.
    private PriceMatch? FindWithFallback(ProviderModels provider, string name) =>
        FindAsNamed(provider, name)
        ?? FindAtVendors(provider, name, FindAsNamed)
        ?? FindUndated(provider, name)
        ?? FindAtVendors(provider, name, FindUndated);

    private PriceMatch? FindAtVendors(ProviderModels provider, string name, Func<ProviderModels, string, ProviderModels?, PriceMatch?> find)
    {
        foreach (string vendorId in provider.Provider.FallbackProviders)
        {
            if (index.ById(vendorId) is { } vendor && find(vendor, name, provider) is { } match)
            {
                return match with
                {
                    Kind = PriceMatchKind.ProviderFallback,
                    Explanation = $"{provider.Provider.Name} has no price of its own and resells {vendor.Provider.Name}'s; {match.Explanation}",
                };
            }
        }

        return null;
    }

    private static PriceMatch? FindAt(ProviderModels provider, string name) => FindAsNamed(provider, name) ?? FindUndated(provider, name);

    private static PriceMatch? FindAsNamed(ProviderModels provider, string name, ProviderModels? reseller = null)
    {
        if (Find(provider, name, null) is { } direct)
        {
            return direct;
        }

        foreach (string form in PlainForms(reseller ?? provider, name))
        {
            if (Find(provider, form, PriceMatchKind.Normalized) is { } plain)
            {
                return plain;
            }
        }

        return null;
    }

    private static PriceMatch? FindUndated(ProviderModels provider, string name, ProviderModels? reseller = null)
    {
        foreach (string form in PlainForms(reseller ?? provider, name).Prepend(name))
        {
            if (ModelDates.WithoutDate(form) is { } undated && Find(provider, undated, PriceMatchKind.Undated) is { } match)
            {
                return match;
            }
        }

        return null;
    }

    private static List<string> PlainForms(ProviderModels named, string name) =>
        ModelNames.PlainForms(name, named.Id, named.Provider.FallbackProviders);

    private static PriceMatch? Find(ProviderModels provider, string name, PriceMatchKind? form)
    {
        (ModelPrices? prices, PriceMatchKind kind) = provider.Find(name);
        if (prices is null)
        {
            return null;
        }

        string found = kind switch
        {
            PriceMatchKind.Override => $"the prices of {provider.Id}'s {prices.Model} were set by the user",
            PriceMatchKind.Exact => $"'{name}' is a name in {provider.Id}'s catalogue",
            _ => $"{provider.Id}'s rules take '{name}' for {prices.Model}",
        };
        return form switch
        {
            null => new PriceMatch(prices, kind, found),
            PriceMatchKind.Undated => new PriceMatch(prices, kind == PriceMatchKind.Override ? kind : PriceMatchKind.Undated, $"the date was taken off; {found}"),
            _ => new PriceMatch(prices, kind == PriceMatchKind.Override ? kind : PriceMatchKind.Normalized, $"prefix, region or hosting version was taken off; {found}"),
        };
    }

    private static bool IsFreeVariant(string name) => name.EndsWith(":free", StringComparison.Ordinal);
}
