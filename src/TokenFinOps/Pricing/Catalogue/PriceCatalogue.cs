using System.Collections.Immutable;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>A dated, immutable set of model prices and the rules that find a model in it.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PriceCatalogue
{
    /// <summary>Initializes a new instance of the <see cref="PriceCatalogue"/> class.</summary>
    /// <param name="version">What ledger entries say priced them, e.g. <c>shipped-2026-08-21</c>.</param>
    /// <param name="models">The models.</param>
    public PriceCatalogue(string version, params IEnumerable<ModelPrices> models)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        Version = version;
        Models = [.. models];
    }

    /// <summary>Gets what ledger entries say priced them.</summary>
    public string Version { get; }

    /// <summary>Gets the models.</summary>
    public ImmutableArray<ModelPrices> Models { get; }

    /// <summary>Finds a model's prices.</summary>
    /// <param name="model">What is known of the model.</param>
    /// <returns>The prices and how they were found, or <see langword="null"/> when the model is unknown.</returns>
    public PriceMatch? Find(in ModelReference model)
    {
        foreach (ModelPrices prices in Models)
        {
            if (prices.Model == model.Model)
            {
                return new PriceMatch(prices, PriceMatchKind.Exact, "the name is in the catalogue");
            }
        }

        return null;
    }
}
