using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Deployments;

/// <summary>A deployment at work: its client, its rates and how it fares. Thread-safe.</summary>
internal sealed class Deployment(
    DeploymentOptions options, string tier, int rank, IChatClient client, MeteredDeployment? metered, DeploymentRates? rates, DeploymentHealth health)
{
    public string Name => options.Name;

    public string Model => options.Model;

    public DeploymentOptions Options => options;

    public string Tier => tier;

    /// <summary>Gets the rank of the tier: 0 for the cheapest.</summary>
    public int Rank => rank;

    /// <summary>Gets the client, metered.</summary>
    public IChatClient Client => client;

    /// <summary>Gets what shortens the prompts of this deployment, or <see langword="null"/>.</summary>
    public IPromptShortener? Shortener { get; } = client.GetService<IPromptShortener>();

    public MeteredDeployment? Metered => metered;

    public DeploymentHealth Health => health;

    public long? ContextWindow => options.ContextWindow ?? rates?.ContextWindow;

    public long? MaxOutputTokens => options.MaxOutputTokens ?? rates?.MaxOutputTokens;

    /// <summary>Gets what the deployment can do; see <see cref="DeploymentOptions.Capabilities"/>.</summary>
    public required DeploymentCapabilities Capabilities { get; init; }

    /// <summary>Estimates a request in US dollars, or <see langword="null"/> without a price.</summary>
    public decimal? Estimate(long input, long cached, long output) => rates?.Estimate(input, Math.Min(cached, input), output);

    public ChatOptions OptionsFor(ChatOptions? asked)
    {
        ChatOptions chosen = asked?.Clone() ?? new ChatOptions();
        chosen.ModelId = options.Model;
        return chosen;
    }
}
