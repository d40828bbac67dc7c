using System.Collections.Immutable;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Gathers the models of one import, each provider's names once, and what could not be taken over.</summary>
internal sealed class ModelCollector
{
    private readonly Dictionary<(string Provider, string Model), ModelPrices> _known = [];
    private readonly List<ModelPrices> _models = [];
    private readonly ImmutableArray<ImportWarning>.Builder _warnings = ImmutableArray.CreateBuilder<ImportWarning>();

    public void Warn(string model, string key, string reason) => _warnings.Add(new ImportWarning(model, key, reason));

    /// <summary>Adds a model; a second one of the same name is left out, with a warning when its prices differ.</summary>
    public void Add(ModelPrices model, string nameInSource)
    {
        if (_known.TryAdd((model.Provider.ToLowerInvariant(), model.Model.ToLowerInvariant()), model))
        {
            _models.Add(model);
            return;
        }

        ModelPrices first = _known[(model.Provider.ToLowerInvariant(), model.Model.ToLowerInvariant())];
        if (!first.Cards[^1].Rates.SequenceEqual(model.Cards[^1].Rates))
        {
            Warn(nameInSource, string.Empty, $"{model.Provider} has another {model.Model} with other prices in this source; the first one was kept");
        }
    }

    public ImportResult Finish(IEnumerable<CatalogueProvider> providers, RateProvenance provenance) =>
        new(new PriceCatalogue(provenance.Catalogue, _models, providers, provenance.CheckedOn, [provenance]), _warnings.ToImmutable());
}
