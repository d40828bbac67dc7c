using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing;

/// <summary>A quality class and the deployments in it, any of which is as good as the others.</summary>
public sealed class TierOptions
{
    internal TierOptions(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
    }

    /// <summary>Gets the name, e.g. <c>small</c>.</summary>
    public string Name { get; }

    internal List<DeploymentRegistration> Deployments { get; } = [];

    /// <summary>Adds a deployment.</summary>
    /// <param name="name">A name that no other deployment has.</param>
    /// <param name="model">The model.</param>
    /// <param name="client">Makes the client, which the router disposes; <see langword="null"/> to ask the client that the router wraps for the model.</param>
    /// <param name="configure">Says more about it.</param>
    /// <returns>This tier.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public TierOptions AddDeployment(
        string name, string model, Func<IServiceProvider, IChatClient>? client = null, Action<DeploymentOptions>? configure = null)
    {
        var options = new DeploymentOptions(name, model);
        configure?.Invoke(options);
        Deployments.Add(new DeploymentRegistration(options, client));
        return this;
    }
}
