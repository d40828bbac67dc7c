using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>How the calls of one deployment are metered and priced.</summary>
/// <remarks>Every default is right for an ordinary API deployment. Options are read when the client is built; later changes have no effect.</remarks>
public sealed class MeteringOptions
{
    /// <summary>Gets or sets a name for the deployment, to tell apart clients that call the same model. The default is none.</summary>
    public string? Deployment { get; set; }

    /// <summary>
    /// Gets or sets the name of the provider who sends the bill, for clients that do not say or that speak through a gateway or a proxy. Its prices then apply
    /// whatever the address is, a private one included. The default is what the client's metadata says, and its address.
    /// </summary>
    public string? Provider { get; set; }

    /// <summary>
    /// Gets or sets the model that calls are priced as, for deployments whose names say nothing, such as <c>my-azure-deployment</c>.
    /// The default is the served model, else the requested one, else the client's default.
    /// </summary>
    public string? PriceAs { get; set; }

    /// <summary>Gets or sets region, discounts and policies. The default is <see cref="PricingTerms.Default"/>.</summary>
    public PricingTerms Terms { get; set; } = PricingTerms.Default;

    /// <summary>Gets or sets the service tier that calls are made in when neither the request nor the response names one. The default is <see cref="ServiceTier.Standard"/>.</summary>
    public ServiceTier ServiceTier { get; set; }

    /// <summary>Gets or sets how several usage reports of one stream make its total. The default, <see langword="null"/>, is <see cref="StreamingUsagePolicy.Auto"/>, and <see cref="StreamingUsagePolicy.Max"/> for Anthropic.</summary>
    public StreamingUsagePolicy? StreamingUsage { get; set; }

    /// <summary>Gets or sets what the keys of <c>UsageDetails.AdditionalCounts</c> mean.</summary>
    public UsageKeyMap UsageKeys { get; set; } = new();

    /// <summary>Gets or sets a value indicating whether missing usage is estimated from what was sent and delivered. The default is <see langword="true"/>; otherwise it stays unknown.</summary>
    public bool EstimateMissingUsage { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether a cost that the provider itself reports is taken instead of the catalogue's. The default is <see langword="false"/>.</summary>
    public bool TrustReportedCost { get; set; }

    /// <summary>
    /// Gets or sets what reads a provider's reported cost, in US dollars, out of the raw representation of a response. It is asked only when <see cref="TrustReportedCost"/> is set.
    /// The default looks for a number named <c>cost</c> among the response's additional properties.
    /// </summary>
    public Func<object, decimal?>? ReportedCost { get; set; }

    /// <summary>
    /// Gets or sets what reads the served service tier out of the raw representation of a response or of a stream's last updates.
    /// The default looks for <c>service_tier</c> among the additional properties, then for a property <c>ServiceTier</c> of the raw representation where trimming has left it.
    /// </summary>
    public Func<object, string?>? ServedServiceTier { get; set; }

    /// <summary>
    /// Gets or sets which failures cost nothing because the provider refused the call before doing any work.
    /// The default is every failure with an HTTP status of 400 to 499, except 408 (request timeout).
    /// </summary>
    public Predicate<Exception>? IsUnbilledFailure { get; set; }

    /// <summary>
    /// Gets or sets how often the provider is expected, at most, to use each of the tools that it hosts (web search, file search, code execution) within one call.
    /// Budgets and guards hold the price of so many uses back until the call's own are known. The default is 10.
    /// </summary>
    public int HostedToolUses { get; set; } = 10;

    /// <summary>Gets or sets the name of the quality tier that the deployment belongs to, e.g. <c>frontier</c>, for budgets of a tier. The default is none.</summary>
    public string? Tier { get; set; }

    internal void Validate()
    {
        var errors = new List<string>();
        if (Deployment is not null && string.IsNullOrWhiteSpace(Deployment))
        {
            errors.Add($"{nameof(Deployment)} is blank; name the deployment or leave it null.");
        }

        if (PriceAs is not null && string.IsNullOrWhiteSpace(PriceAs))
        {
            errors.Add($"{nameof(PriceAs)} is blank; name a model of the catalogue or leave it null.");
        }

        if (Terms is null)
        {
            errors.Add($"{nameof(Terms)} is null; use PricingTerms.Default.");
        }

        if (UsageKeys is null)
        {
            errors.Add($"{nameof(UsageKeys)} is null; use new UsageKeyMap().");
        }

        if (StreamingUsage is { } policy && !Enum.IsDefined(policy))
        {
            errors.Add($"{nameof(StreamingUsage)} is {policy}; use a named member of StreamingUsagePolicy.");
        }

        if (HostedToolUses < 0)
        {
            errors.Add($"{nameof(HostedToolUses)} is {HostedToolUses}; use 0 or more.");
        }

        if (errors.Count > 0)
        {
            throw new ArgumentException("The metering options are not valid. " + string.Join(" ", errors));
        }
    }
}
