using Microsoft.Extensions.AI;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tokens;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Finds the most that an attempt can cost: all of its input at the dearest rate that may bill it, and the longest answer it may get.</summary>
/// <remarks>
/// The same engine prices it that prices the bill, with the context tier that the input reaches, the premium of cache writes, region and discounts.
/// Gateways that estimate apart from billing reserve too little: a prompt above the context tier at half its price. Thread-safe.
/// </remarks>
internal sealed class WorstCaseEstimator(IPriceCatalogueProvider catalogues, ITokenCounter? tokens)
{
    /// <summary>The longest answer of a model whose limit is not known, in tokens.</summary>
    public const long AssumedOutput = 16_384;

    /// <summary>Estimates an attempt, or gives back what was estimated before.</summary>
    public WorstCase Estimate(Attempt attempt) => attempt.WorstCase ??= Estimate(attempt, null);

    /// <summary>Estimates an attempt as if its answer were limited.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="outputLimit">The longest answer, in tokens; <see langword="null"/> for what the attempt allows.</param>
    public WorstCase Estimate(Attempt attempt, long? outputLimit)
    {
        MeteredDeployment deployment = attempt.Deployment;
        string model = deployment.Options.PriceAs ?? attempt.RequestedModel ?? deployment.DefaultModel ?? string.Empty;
        ModelPrices? prices = model.Length == 0
            ? null
            : deployment.Find(catalogues.Current, model)?.Prices;
        long input = attempt.WorstCase?.InputTokens ?? InputOf(attempt, model, prices);
        long output = outputLimit ?? OutputOf(attempt, prices);
        return Price(attempt, model, prices, input, output);
    }

    private static long OutputOf(Attempt attempt, ModelPrices? prices)
    {
        if (attempt.Messages is null)
        {
            return 0;
        }

        return attempt.Options?.MaxOutputTokens ?? prices?.MaxOutputTokens ?? AssumedOutput;
    }

    private static WorstCase Price(Attempt attempt, string model, ModelPrices? prices, long input, long output)
    {
        var request = new WorstRequest(input, output, HasMedia(attempt), HostedToolUses.Of(attempt));
        ServiceTier tier = AttemptPricer.TierOf(attempt);
        WorstCase? worst = null;
        if (prices?.CardFor(attempt.StartedAt, tier) is { } card)
        {
            worst = DearestKinds.Of(card).Price(request, attempt.Deployment.Options.Terms, model);
        }

        // The provider may serve another tier than the one asked for: flex and priority fall back to standard.
        if (worst is not null && !tier.IsStandard && prices!.CardFor(attempt.StartedAt) is { } standard)
        {
            WorstCase other = DearestKinds.Of(standard).Price(request, attempt.Deployment.Options.Terms, model);
            worst = other.Currency == worst.Currency && other.Cost > worst.Cost ? other : worst;
        }

        return worst ?? new WorstCase(input, output, Usage.Of(input, output), null, CurrencyCode.Usd, model);
    }

    private long InputOf(Attempt attempt, string model, ModelPrices? prices)
    {
        long counted = Counted(attempt, model);

        // What the provider remembers of a conversation is billed again and cannot be seen from here.
        return attempt.Options?.ConversationId is null ? counted : Math.Max(counted, prices?.ContextWindow ?? 0);
    }

    private long Counted(Attempt attempt, string model)
    {
        string? provider = attempt.Deployment.Provider;
        if (attempt.Messages is { } messages)
        {
            return tokens?.CountInput(messages, attempt.Options, model, provider).AtMost ?? messages.Sum(static message => Length(message.Text));
        }

        return (attempt.Sent ?? []).Cast<string>().Sum(text => tokens?.CountText(text, model, provider).AtMost ?? Length(text));
    }

    // Without a counter: no token is shorter than a byte, and few characters are longer than three.
    private static long Length(string text) => 3L * text.Length;

    private static bool HasMedia(Attempt attempt)
    {
        foreach (ChatMessage message in attempt.Messages ?? [])
        {
            foreach (AIContent content in message.Contents)
            {
                if (content is DataContent or UriContent or HostedFileContent)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
