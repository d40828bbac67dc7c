using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Finds what models cost: in the user's file, else in the catalogue that the SDK ships.</summary>
/// <remarks>
/// A model that its vendor sells has the vendor's price. An open one is sold by many: the host that its name ends with, else the middle one by price, and of two middle ones the
/// dearer, so that no cascade looks better by a bargain.
/// </remarks>
internal sealed class CascadePrices(PriceCatalogue? given, PriceCatalogue shipped, DateTimeOffset now)
{
    /// <exception cref="EvaluationException">No price is known.</exception>
    public CascadePrice Of(string model) =>
        (given is null ? null : Find(given, model, "given"))
        ?? Find(shipped, model, shipped.Version)
        ?? throw new EvaluationException(
            $"There is no price for '{model}'. Give one: --prices FILE with {{\"{model}\": {{\"input\": 2.5, \"output\": 10}}}} in US dollars per million tokens, or a catalogue of LiteLLM, genai-prices, models.dev or TokenFinOps.");

    private CascadePrice? Find(PriceCatalogue catalogue, string model, string source)
    {
        string? host = CascadeModelKey.HostOf(model);
        string name = CascadeModelKey.WithoutHost(model);
        if (CardOf(catalogue.Find(new ModelReference(name, host))?.Prices) is { } named)
        {
            return new CascadePrice(named, $"{source}, {name}{(host is null ? string.Empty : " at " + host)}");
        }

        return Hosted(catalogue, model, host, source);
    }

    private CascadePrice? Hosted(PriceCatalogue catalogue, string model, string? host, string source)
    {
        string key = CascadeModelKey.Of(model);
        CascadePrice[] offers =
        [
            .. catalogue.Models
                .Where(each => CascadeModelKey.Of(each.Model) == key)
                .OrderBy(each => !string.Equals(each.Provider, host, StringComparison.OrdinalIgnoreCase))
                .Select(each => (each.Provider, Card: CardOf(each)))
                .Where(static each => each.Card is not null)
                .Select(each => new CascadePrice(each.Card!, $"{source}, {each.Provider}")),
        ];

        bool isHosted = host is not null && offers.Length > 0 && offers[0].Source.EndsWith(", " + host, StringComparison.OrdinalIgnoreCase);
        CascadePrice[] paid = [.. offers.Where(static offer => offer.Input + offer.Output > 0).OrderBy(static offer => offer.Input + offer.Output)];
        return isHosted ? offers[0]
            : paid.Length == 0 ? null
            : paid[paid.Length / 2] with { Source = $"{paid[paid.Length / 2].Source}, the middle of {paid.Length} hosts" };
    }

    private RateCard? CardOf(ModelPrices? prices) =>
        prices?.CardFor(now) is { } card && card.Find(UsageKind.InputTokens) is not null && card.Find(UsageKind.OutputTokens) is not null ? card : null;
}
