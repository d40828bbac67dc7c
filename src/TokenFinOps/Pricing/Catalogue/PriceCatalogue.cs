using System.Collections.Immutable;
using BitFaster.Caching.Lru;
using TokenFinOps.Pricing.Catalogue.Resolution;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>A dated, immutable set of model prices and the rules that find a model in it.</summary>
/// <remarks>
/// <para>
/// Names are resolved in this order: the user's price of the deployment; the provider by address, by the name given, by a gateway's prefix, or by the model's name;
/// at that provider the user's price, the exact name, the catalogue's own rules, the name without prefix, region and hosting version, the name without date;
/// then the same at the vendors whose models the provider resells. <see cref="PriceMatch.Kind"/> and <see cref="PriceMatch.Explanation"/> say which it was.
/// A model that is not found so is unknown, and so is every model on a private address or a self-hosted server that has no price of its own.
/// </para>
/// <para>Thread-safe. Answers, unknown models included, are remembered in a bounded cache, so that a repeated look-up neither searches nor allocates.</para>
/// </remarks>
public sealed class PriceCatalogue
{
    private const int RememberedAnswers = 2_048;

    private static readonly Lazy<PriceCatalogue> LazyShipped = new(ShippedCatalogue.Load);

    private readonly ModelResolver _resolver;
    private readonly ConcurrentLru<ModelReference, PriceMatch?> _answers =
        new(Environment.ProcessorCount, RememberedAnswers, ModelReferenceComparer.Instance);

    /// <summary>Initializes a new instance of the <see cref="PriceCatalogue"/> class.</summary>
    /// <param name="version">What ledger entries say priced them, e.g. <c>shipped-2026-08-21</c>.</param>
    /// <param name="models">The models. Of two with the same provider and name the first counts.</param>
    /// <exception cref="ArgumentException">The version is empty.</exception>
    public PriceCatalogue(string version, params IEnumerable<ModelPrices> models)
        : this(version, models, [])
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PriceCatalogue"/> class.</summary>
    /// <param name="version">What ledger entries say priced them, e.g. <c>shipped-2026-08-21</c>.</param>
    /// <param name="models">The models. Of two with the same provider and name the first counts; where rules overlap, too.</param>
    /// <param name="providers">What is known of the providers. Those of models that are not among them are added by their ids.</param>
    /// <param name="date">The day the prices are of, or <see langword="null"/> when it is not known.</param>
    /// <param name="sources">Where the catalogue comes from, for notices and reports.</param>
    /// <param name="overrides">Prices that the user sets. Of two for the same thing the first counts.</param>
    /// <exception cref="ArgumentException">The version is empty.</exception>
    public PriceCatalogue(
        string version,
        IEnumerable<ModelPrices> models,
        IEnumerable<CatalogueProvider> providers,
        DateOnly? date = null,
        IEnumerable<RateProvenance>? sources = null,
        IEnumerable<PriceOverride>? overrides = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(providers);
        Version = version;
        Date = date;
        Models = [.. models];
        Providers = [.. providers.DistinctBy(static provider => provider.Id, StringComparer.OrdinalIgnoreCase)];
        Sources = [.. sources ?? []];
        Overrides = [.. overrides ?? []];
        Index = new CatalogueIndex(Providers, Models, Overrides);
        _resolver = new ModelResolver(Index);
    }

    /// <summary>Gets the catalogue that is shipped with the SDK. It is read once, when it is first asked for.</summary>
    public static PriceCatalogue Shipped => LazyShipped.Value;

    /// <summary>Gets the catalogue without models.</summary>
    public static PriceCatalogue Empty { get; } = new("empty");

    /// <summary>Gets what ledger entries say priced them.</summary>
    public string Version { get; }

    /// <summary>Gets the day the prices are of, or <see langword="null"/> when it is not known.</summary>
    public DateOnly? Date { get; }

    /// <summary>Gets where the catalogue comes from, with the licences under which the facts were published.</summary>
    public ImmutableArray<RateProvenance> Sources { get; }

    /// <summary>Gets what is known of the providers, in catalogue order.</summary>
    public ImmutableArray<CatalogueProvider> Providers { get; }

    /// <summary>Gets the models, in catalogue order.</summary>
    public ImmutableArray<ModelPrices> Models { get; }

    /// <summary>Gets the prices that the user sets.</summary>
    public ImmutableArray<PriceOverride> Overrides { get; }

    internal CatalogueIndex Index { get; }

    /// <summary>Finds a model's prices.</summary>
    /// <param name="model">What is known of the model.</param>
    /// <returns>The prices and how they were found, or <see langword="null"/> when the model is unknown.</returns>
    public PriceMatch? Find(in ModelReference model)
    {
        if (model.Model is null)
        {
            return null;
        }

        if (_answers.TryGet(model, out PriceMatch? answer))
        {
            return answer;
        }

        answer = _resolver.Resolve(model);
        if (model.Model.Length <= ModelResolver.LongestName)
        {
            _answers.AddOrUpdate(model, answer);
        }

        return answer;
    }

    /// <summary>Makes a catalogue in which the user's prices win.</summary>
    /// <param name="overrides">The prices. They also win over those that this catalogue already overrides.</param>
    /// <returns>The catalogue, whose version ends with <c>+user</c>.</returns>
    public PriceCatalogue With(params IEnumerable<PriceOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        PriceOverride[] added = [.. overrides];
        return added.Length == 0
            ? this
            : new PriceCatalogue(Overrides.IsEmpty ? Version + "+user" : Version, Models, Providers, Date, Sources, [.. added, .. Overrides]);
    }

    /// <summary>Makes a catalogue that has what this one lacks from another: models that this one does not know under any name, and limits.</summary>
    /// <param name="other">The other catalogue. Where both know a model, this one's prices stand.</param>
    /// <returns>The catalogue, whose version names both.</returns>
    public PriceCatalogue FilledFrom(PriceCatalogue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CatalogueLayers.Fill(this, other);
    }
}
