using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Routing.Deployments;

/// <summary>What the router knows of a deployment. Options are read when the client is built.</summary>
public sealed class DeploymentOptions
{
    /// <summary>Initializes a new instance of the <see cref="DeploymentOptions"/> class.</summary>
    /// <param name="name">A name that no other deployment has; it is on ledger entries.</param>
    /// <param name="model">The model that calls ask for.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public DeploymentOptions(string name, string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        Name = name.Trim();
        Model = model.Trim();
        Metering = new MeteringOptions { Deployment = Name };
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the model that calls ask for: it becomes their <c>ChatOptions.ModelId</c>.</summary>
    public string Model { get; }

    /// <summary>Gets or sets who runs the model. The default is <see cref="DeploymentKind.Api"/>.</summary>
    public DeploymentKind Kind { get; set; }

    /// <summary>
    /// Gets or sets what the deployment can do. The default, <see langword="null"/>, is <see cref="DeploymentCapabilities.All"/> for the baseline deployment, which served
    /// everything before there was a router, and <see cref="DeploymentCapabilities.Common"/> for all others.
    /// </summary>
    public DeploymentCapabilities? Capabilities { get; set; }

    /// <summary>Gets or sets the most tokens that fit into the context, input and output together. The default, <see langword="null"/>, is what the price catalogue says.</summary>
    public long? ContextWindow { get; set; }

    /// <summary>Gets or sets the most tokens of an answer. The default, <see langword="null"/>, is what the price catalogue says.</summary>
    public long? MaxOutputTokens { get; set; }

    /// <summary>Gets the regions in which prompts are processed, e.g. <c>eu</c>; requests that must stay in a region go to no other deployment. The default is none: unknown.</summary>
    public ISet<string> Regions { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how many calls the deployment serves well at once; more of them spill over to the next one of its tier, or of a tier above. The default, <see langword="null"/>, is no limit.</summary>
    public int? Capacity { get; set; }

    /// <summary>Gets or sets how long the provider keeps the prefix of a prompt in its cache. The default is five minutes.</summary>
    public TimeSpan PromptCacheLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how calls are metered and priced: provider, terms, what they are priced as. Deployment and tier are set by the router.</summary>
    public MeteringOptions Metering { get; }

    internal IEnumerable<string> Errors()
    {
        if (ContextWindow <= 0)
        {
            yield return $"The context window of '{Name}' is {ContextWindow}; use a positive number of tokens or null.";
        }

        if (MaxOutputTokens <= 0)
        {
            yield return $"The longest answer of '{Name}' is {MaxOutputTokens}; use a positive number of tokens or null.";
        }

        if (Capacity <= 0)
        {
            yield return $"The capacity of '{Name}' is {Capacity}; use a positive number of calls or null.";
        }

        if (PromptCacheLifetime < TimeSpan.Zero)
        {
            yield return $"The prompt cache of '{Name}' lives {PromptCacheLifetime}; use zero or more.";
        }
    }
}
