using System.Globalization;
using System.Text.RegularExpressions;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Makes the SKU prices of an export, once each.</summary>
/// <remarks>Identifiers depend on provider, model, kind, service tier, currency and list price only: the same in every export, for every account. Not thread-safe.</remarks>
internal sealed partial class SkuTable(FocusExportOptions options)
{
    private const string NoModel = "unknown-model";
    private const int MaxCached = 20_000;

    private readonly Dictionary<Key, FocusSku> _skus = [];
    private readonly Dictionary<string, FocusProvider> _providers = [];

    /// <summary>Gets the SKU price of a line of a bill.</summary>
    public FocusSku Of(LedgerEntry entry, in CostLine line) => Find(new Key(entry.Provider, entry.Model, line.Kind, entry.ServiceTier, line.Amount, line.Per, entry.Cost.Currency));

    /// <summary>Gets the SKU price of what has no lines: the provider's figure for the call, counted in the currency itself.</summary>
    public FocusSku OfReported(LedgerEntry entry) => Find(new Key(entry.Provider, entry.Model, UsageKind.Requests, entry.ServiceTier, 1m, 0, entry.Cost.Currency));

    /// <summary>Gets who stands behind a provider's id.</summary>
    public FocusProvider Provider(string? id)
    {
        string key = id ?? string.Empty;
        if (!_providers.TryGetValue(key, out FocusProvider? provider))
        {
            provider = options.Providers.TryGetValue(key, out FocusProvider? own) ? own : KnownProviders.Find(id);
            Bound(_providers);
            _providers.Add(key, provider);
        }

        return provider;
    }

    private static void Bound<TKey, TValue>(Dictionary<TKey, TValue> cache)
        where TKey : notnull
    {
        if (cache.Count >= MaxCached)
        {
            cache.Clear();
        }
    }

    private FocusSku Find(in Key key)
    {
        if (!_skus.TryGetValue(key, out FocusSku? sku))
        {
            sku = key.Per == 0 ? MakeReported(key) : Make(key);
            Bound(_skus);
            _skus.Add(key, sku);
        }

        return sku;
    }

    private FocusSku Make(in Key key)
    {
        FocusMeter meter = FocusMeter.Of(key.Kind);
        string id = $"{Prefix(key)}/{key.Kind.Name()}";
        decimal price = Decimals.Trim(key.Amount);
        string unit = meter.PricingUnit(key.Per);
        return new FocusSku
        {
            Provider = Provider(key.Provider),
            SkuId = id,
            SkuPriceId = string.Create(CultureInfo.InvariantCulture, $"{id}/{key.Tier}/{price}-{key.Currency}-per-{key.Per}"),
            Meter = meter.Name,
            Details = DetailsOf(key, meter),
            Description = $"{meter.Name} for {ModelName(key)}",
            ConsumedUnit = meter.Unit,
            PricingUnit = unit,
            UnitPrice = price,
            Per = key.Per,
            Currency = key.Currency,
        };
    }

    private FocusSku MakeReported(in Key key)
    {
        string id = $"{Prefix(key)}/reported_cost";
        return new FocusSku
        {
            Provider = Provider(key.Provider),
            SkuId = id,
            SkuPriceId = $"{id}/{key.Tier}/{key.Currency}",
            Meter = "Provider-Reported Cost",
            Details = DetailsOf(key, null),
            Description = $"Provider-Reported Cost for {ModelName(key)}",
            ConsumedUnit = "Requests",
            PricingUnit = key.Currency,
            UnitPrice = 1m,
            Per = 0,
            Currency = key.Currency,
        };
    }

    private string DetailsOf(in Key key, FocusMeter? meter)
    {
        FocusModelFacts facts = options.DescribeModel?.Invoke(key.Provider, key.Model) ?? new FocusModelFacts();
        bool apart = facts.BillsCacheWritesApart ?? key.Model.Contains("claude", StringComparison.OrdinalIgnoreCase);
        var details = new PriceDetails(options.Version);
        details.Add("ModelDeveloper", facts.Developer ?? Provider(key.Provider).Developer);
        details.Add("ModelFamily", facts.Family);
        details.Add("ModelId", ModelName(key));
        details.Add("ModelVersion", facts.Version ?? DateOf(key.Model));
        details.Add("TokenDirection", meter?.Direction);
        details.Add("TokenCacheAction", meter?.CacheAction ?? (apart && meter?.Direction == nameof(UsageDirection.Input) ? "Uncached" : null));
        details.AddCustom("TokenCacheLifetime", meter?.CacheLifetime);
        details.AddCustom("TokenModality", meter?.Modality);
        details.AddCustom("TokenType", meter?.TokenType);
        details.AddCustom("ServiceTier", key.Tier.Name);
        return details.ToJson();
    }

    private static string Prefix(in Key key) => $"{(string.IsNullOrWhiteSpace(key.Provider) ? "unknown" : key.Provider)}/{ModelName(key)}";

    private static string ModelName(in Key key) => string.IsNullOrWhiteSpace(key.Model) ? NoModel : key.Model;

    private static string? DateOf(string model) => VersionDate().Match(model) is { Success: true } match ? match.Value : null;

    [GeneratedRegex("20[0-9]{2}-?[01][0-9]-?[0-3][0-9]$")]
    private static partial Regex VersionDate();

    private readonly record struct Key(string? Provider, string Model, UsageKind Kind, ServiceTier Tier, decimal Amount, int Per, string Currency);
}
