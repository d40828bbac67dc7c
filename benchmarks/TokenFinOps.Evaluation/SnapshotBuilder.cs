using System.Collections.Immutable;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Evaluation;

/// <summary>Adds to a model of the base catalogue what the other catalogues know and nobody disputes: limits, service tiers, regional multipliers.</summary>
internal sealed class SnapshotBuilder
{
    private readonly RateProvenance _liteLlm;
    private readonly Action<string> _log;
    private readonly Dictionary<(string, string), ModelPrices> _tiers;
    private readonly Dictionary<(string, string), ModelPrices> _broad;
    private readonly DateTimeOffset _at;

    public SnapshotBuilder(PriceCatalogue liteLlm, PriceCatalogue modelsDev, RateProvenance provenance, Action<string> log)
    {
        _liteLlm = provenance;
        _log = log;
        _tiers = ByName(liteLlm);
        _broad = ByName(modelsDev);
        _at = new DateTimeOffset(provenance.CheckedOn!.Value, TimeOnly.MinValue, TimeSpan.Zero);
    }

    /// <summary>Takes a model from the two sources that agree against the base.</summary>
    public ModelPrices Correct((string Provider, string Model) name)
    {
        if (!_tiers.TryGetValue(name, out ModelPrices? one) || !_broad.TryGetValue(name, out ModelPrices? other) || !SamePrices(one.CardFor(_at)!, other.CardFor(_at)!))
        {
            throw new InvalidDataException($"{name.Provider}/{name.Model} is to be corrected by two sources, but they do not agree on it any more.");
        }

        IEnumerable<RateCard> cards = one.Cards.Select(card => Copy(card, card.Rates, card, card.RegionMultipliers, card.Provenance with
        {
            Catalogue = $"{_liteLlm.Catalogue} and {other.Cards[0].Provenance.Catalogue} against genai-prices",
        }));
        return new ModelPrices(name.Provider, name.Model, cards) { ContextWindow = one.ContextWindow ?? other.ContextWindow, MaxOutputTokens = one.MaxOutputTokens ?? other.MaxOutputTokens };
    }

    public ModelPrices Enrich(ModelPrices model)
    {
        _tiers.TryGetValue((model.Provider, model.Model.ToLowerInvariant()), out ModelPrices? tiers);
        _broad.TryGetValue((model.Provider, model.Model.ToLowerInvariant()), out ModelPrices? broad);
        return new ModelPrices(model.Provider, model.Model, tiers is null ? model.Cards : Cards(model, tiers, broad))
        {
            Match = model.Match,
            ContextWindow = model.ContextWindow ?? broad?.ContextWindow ?? tiers?.ContextWindow,
            MaxOutputTokens = model.MaxOutputTokens ?? broad?.MaxOutputTokens ?? tiers?.MaxOutputTokens,
        };
    }

    private ImmutableArray<RateCard> Cards(ModelPrices model, ModelPrices tiers, ModelPrices? broad)
    {
        RateCard? own = model.CardFor(_at);
        RateCard? standard = tiers.CardFor(_at);
        if (own is null || standard is null || !SamePrices(own, standard))
        {
            _log($"{model.Provider}/{model.Model}: the standard prices differ, so no service tiers were taken");
            return model.Cards;
        }

        RateCard corrected = WithAgreedTiers(model, own, standard, broad?.CardFor(_at));
        IReadOnlyDictionary<string, decimal> regions = standard.RegionMultipliers;
        IEnumerable<RateCard> special = tiers.Cards
            .Where(card => !card.ServiceTier.IsStandard && !IsDisputed(model, card, broad))
            .Select(card => Copy(own, RateOverlay.Lay(corrected.Rates, card.Rates.Where(rate => !rate.Equals(standard.Find(rate.Kind)))), card, regions, _liteLlm));
        IEnumerable<RateCard> kept = model.Cards.Select(card => !ReferenceEquals(card, own) ? card
            : regions.Count == 0 ? corrected
            : Copy(corrected, corrected.Rates, card, regions, corrected.Provenance with { Catalogue = $"{corrected.Provenance.Catalogue}, regions {_liteLlm.Catalogue}" }));
        return [.. kept, .. special];
    }

    // The base leaves some long-context prices out. Where the two others have the same ones over the same base price, they are two against none.
    private RateCard WithAgreedTiers(ModelPrices model, RateCard own, RateCard one, RateCard? other)
    {
        Rate[] agreed = [.. own.Rates.Where(rate => rate.Tiers.IsEmpty).Select(rate => one.Find(rate.Kind)).OfType<Rate>().Where(rate =>
            !rate.Tiers.IsEmpty && rate.Amount == own.Find(rate.Kind)!.Amount && rate.Equals(other?.Find(rate.Kind)))];
        if (!agreed.Any(static rate => rate.Kind == UsageKind.InputTokens) || !agreed.Any(static rate => rate.Kind == UsageKind.OutputTokens))
        {
            return own;
        }

        _log($"{model.Provider}/{model.Model}: long-context prices were added, on which both other sources agree");
        IEnumerable<Rate> rates = own.Rates.Select(rate => Array.Find(agreed, better => better.Kind == rate.Kind) ?? rate);
        return Copy(own, rates, own, own.RegionMultipliers, own.Provenance with { Catalogue = $"{own.Provenance.Catalogue}, long context {_liteLlm.Catalogue} and models.dev" });
    }

    private bool IsDisputed(ModelPrices model, RateCard card, ModelPrices? broad)
    {
        RateCard? other = broad?.CardFor(_at, card.ServiceTier);
        if (other is null || other.ServiceTier != card.ServiceTier || SamePrices(card, other))
        {
            return false;
        }

        _log($"{model.Provider}/{model.Model}: the sources disagree on service tier '{card.ServiceTier}', so it was left out");
        return true;
    }

    private static RateCard Copy(RateCard period, IEnumerable<Rate> rates, RateCard kind, IReadOnlyDictionary<string, decimal> regions, RateProvenance provenance) => new(rates)
    {
        EffectiveFrom = period.EffectiveFrom,
        EffectiveTo = period.EffectiveTo,
        Window = kind.Window,
        ServiceTier = kind.ServiceTier,
        TierRule = period.TierRule,
        RegionMultipliers = regions,
        Provenance = provenance,
    };

    private static bool SamePrices(RateCard one, RateCard other) =>
        one.Find(UsageKind.InputTokens)?.Amount == other.Find(UsageKind.InputTokens)?.Amount && one.Find(UsageKind.OutputTokens)?.Amount == other.Find(UsageKind.OutputTokens)?.Amount;

    private static Dictionary<(string, string), ModelPrices> ByName(PriceCatalogue catalogue) =>
        catalogue.Models.ToDictionary(static model => (model.Provider, model.Model.ToLowerInvariant()));
}
