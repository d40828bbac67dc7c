using System.Collections.Immutable;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>The prices of one model at one provider: its rate cards over time and by service tier, and its limits.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ModelPrices
{
    /// <summary>Initializes a new instance of the <see cref="ModelPrices"/> class.</summary>
    /// <param name="provider">The provider's id in lower case, e.g. <c>openai</c>.</param>
    /// <param name="model">The model's id, e.g. <c>gpt-5.5</c>.</param>
    /// <param name="cards">The rate cards. Where several apply at a moment, one with a daily window wins, then the one with the later start.</param>
    /// <exception cref="ArgumentException">An id is empty, or there is no card.</exception>
    public ModelPrices(string provider, string model, params IEnumerable<RateCard> cards)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(cards);
        Provider = provider;
        Model = model;
        Cards = [.. cards.OrderBy(static card => card.Window is null).ThenByDescending(static card => card.EffectiveFrom)];
        if (Cards.IsEmpty)
        {
            throw new ArgumentException($"{provider}/{model} has no rate card; leave a model without prices out.", nameof(cards));
        }
    }

    /// <summary>Gets the provider's id.</summary>
    public string Provider { get; }

    /// <summary>Gets the model's id.</summary>
    public string Model { get; }

    /// <summary>Gets the rate cards, the ones that win first.</summary>
    public ImmutableArray<RateCard> Cards { get; }

    /// <summary>Gets the most tokens that fit into the model's context, or <see langword="null"/> when unknown.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Gets the most tokens that the model returns, or <see langword="null"/> when unknown.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>Gets the rule for other names of the model at its provider, or <see langword="null"/> when it has only its id. The default is <see langword="null"/>.</summary>
    public MatchRule? Match { get; init; }

    /// <summary>Gets the rate card that applies at a moment.</summary>
    /// <param name="moment">When the call was made.</param>
    /// <param name="tier">The service tier that served it.</param>
    /// <returns>The tier's card, else the standard card (whose <see cref="RateCard.ServiceTier"/> then differs from what was asked), else <see langword="null"/>.</returns>
    public RateCard? CardFor(DateTimeOffset moment, ServiceTier tier = default)
    {
        RateCard? standard = null;
        foreach (RateCard card in Cards)
        {
            if (!card.AppliesAt(moment))
            {
                continue;
            }

            if (card.ServiceTier == tier)
            {
                return card;
            }

            standard ??= card.ServiceTier.IsStandard ? card : null;
        }

        return standard;
    }
}
