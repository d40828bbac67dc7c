using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Prices a finished attempt. Never throws: what cannot be priced is unpriced and says why.</summary>
internal sealed class AttemptPricer(IPriceCatalogueProvider catalogues, Action<Exception> failed)
{
    /// <summary>Gets the service tier that bills an attempt. The served one wins: a call that asked for priority and was served as default is billed as default.</summary>
    public static ServiceTier TierOf(Attempt attempt) => (attempt.ServedTier ?? attempt.RequestedTier) is { } named
        ? ServiceTier.Of(named)
        : attempt.Deployment.Options.ServiceTier;

    public AttemptQuote Price(Attempt attempt, string model, ServiceTier tier, in Usage usage)
    {
        MeteringOptions options = attempt.Deployment.Options;
        if ((attempt.Notes & MeteringNotes.NotBilled) != 0)
        {
            return new AttemptQuote(CostBreakdown.Free(), null, null, MeteringNotes.None);
        }

        if (attempt.ReportedCost is { } reported)
        {
            CostBreakdown cost = CostBreakdown.ProviderReported(reported, adjustment: options.Terms.Adjustment);
            return new AttemptQuote(cost.With(attempt.Issues), null, null, MeteringNotes.None);
        }

        try
        {
            return PriceByCatalogue(attempt, options.PriceAs ?? model, tier, usage);
        }
        catch (Exception exception)
        {
            failed(exception);
            return new AttemptQuote(CostBreakdown.Unpriced(usage.Kinds, attempt.Issues), null, null, MeteringNotes.PricingFailed);
        }
    }

    /// <summary>Prices a usage as if another deployment had served it, or gives <see langword="null"/> where that has no price.</summary>
    public CostBreakdown? PriceAt(MeteredDeployment deployment, string? model, DateTimeOffset moment, in Usage usage)
    {
        try
        {
            MeteringOptions options = deployment.Options;
            string? name = options.PriceAs ?? model ?? deployment.DefaultModel;
            RateCard? card = string.IsNullOrEmpty(name) ? null : deployment.Find(catalogues.Current, name)?.Prices.CardFor(moment, options.ServiceTier);
            return card is null ? null : CostCalculator.Price(usage, card, options.Terms);
        }
        catch (Exception exception)
        {
            failed(exception);
            return null;
        }
    }

    private AttemptQuote PriceByCatalogue(Attempt attempt, string name, ServiceTier tier, in Usage usage)
    {
        PriceCatalogue catalogue = catalogues.Current;
        if (name.Length == 0)
        {
            return new AttemptQuote(CostBreakdown.Unpriced(usage.Kinds, attempt.Issues), null, catalogue.Version, MeteringNotes.ModelUnknown);
        }

        MeteredDeployment deployment = attempt.Deployment;
        PriceMatch? match = deployment.Find(catalogue, name);
        if (match?.Prices.CardFor(attempt.StartedAt, tier) is not { } card)
        {
            return new AttemptQuote(CostBreakdown.Unpriced(usage.Kinds, attempt.Issues), match, catalogue.Version, MeteringNotes.None);
        }

        PricingIssues issues = attempt.Issues | (card.ServiceTier == tier ? PricingIssues.None : PricingIssues.ServiceTierAtStandardRate);

        // Every ledger adds costs up by kind, so the lines will be asked for.
        CostBreakdown cost = CostCalculator.Price(usage, card, deployment.Options.Terms, withLines: true);
        return new AttemptQuote(cost.With(issues), match, catalogue.Version, MeteringNotes.None);
    }
}
