using TokenFinOps.Compression.Gate;

namespace TokenFinOps.Compression.Compaction;

/// <summary>What cutting a conversation costs, at the price of a token of its input that is not cached.</summary>
/// <param name="Cache">The rates of the provider's prompt cache.</param>
/// <param name="SummaryInput">The price of a token that the summarizer reads.</param>
/// <param name="SummaryOutput">The price of a token that it writes.</param>
internal sealed record CompactionRates(PromptCacheRates Cache, decimal SummaryInput = CompactionRates.OwnInput, decimal SummaryOutput = CompactionRates.OwnOutput)
{
    // Where no prices say better, summaries are taken to be written by a model of the same price, whose output costs as much more as that of most.
    private const decimal OwnInput = 1;
    private const decimal OwnOutput = 5;

    public static CompactionRates Of(PromptCacheRates cache, DeploymentPrices? conversation, DeploymentPrices? summarizer) =>
        conversation is null || summarizer is null || conversation.Currency != summarizer.Currency
            ? new CompactionRates(cache)
            : new CompactionRates(cache, summarizer.Input / conversation.Input, summarizer.Output / conversation.Input);
}
