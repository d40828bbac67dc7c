namespace TokenFinOps.Pricing.Extraction;

/// <summary>What a provider's response says about the call: what it used, who served it, and what it cost, where the provider tells.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ExtractedUsage
{
    /// <summary>Gets what the call used: inclusive counts, whatever the provider's own convention. A kind that was not reported is absent.</summary>
    public required Usage Usage { get; init; }

    /// <summary>Gets the id of the provider whose format was read, e.g. <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the API flavour that was read, as given or as told from the shape of the response, e.g. <c>responses</c>.</summary>
    public required string ApiFlavor { get; init; }

    /// <summary>Gets the model that the response names, or <see langword="null"/> when it names none.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the service tier that served the call, or <see langword="null"/> when the response does not tell.</summary>
    public ServiceTier? ServiceTier { get; init; }

    /// <summary>Gets the provider's own figure for the cost of the whole call in US dollars, or <see langword="null"/> when it reports none.</summary>
    public decimal? ReportedCost { get; init; }

    /// <summary>Gets the provider's id of the response, or <see langword="null"/> when it has none.</summary>
    public string? ResponseId { get; init; }

    /// <summary>
    /// Gets what was odd: <see cref="PricingIssues.InvalidCount"/> when a count was left out, <see cref="PricingIssues.InvalidReportedCost"/> when the cost was.
    /// </summary>
    public PricingIssues Issues { get; init; }
}
