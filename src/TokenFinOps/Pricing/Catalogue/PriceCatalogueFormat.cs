namespace TokenFinOps.Pricing.Catalogue;

/// <summary>The formats of price catalogues that can be read.</summary>
public enum PriceCatalogueFormat
{
    /// <summary>TokenFinOps' own format, which <see cref="PriceCatalogueJson"/> writes and reads without loss.</summary>
    TokenFinOps,

    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>.</summary>
    LiteLlm,

    /// <summary>The <c>data.v2.json</c> of genai-prices.</summary>
    GenAiPrices,

    /// <summary>The <c>api.json</c> of models.dev.</summary>
    ModelsDev,
}
