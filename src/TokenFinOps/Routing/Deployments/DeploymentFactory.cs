using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Deployments;

/// <summary>Makes the deployments of a router: their clients, metered, with rates and health.</summary>
internal sealed class DeploymentFactory(IChatClient inner, RoutingOptions options, CostRecorder? recorder, IServiceProvider? services, TimeProvider time)
{
    private readonly string _baseline = options.Baseline ?? options.Tiers[^1].Deployments[0].Options.Name;

    public ImmutableArray<Deployment> MakeAll()
    {
        var deployments = ImmutableArray.CreateBuilder<Deployment>();
        for (int rank = 0; rank < options.Tiers.Count; rank++)
        {
            foreach (DeploymentRegistration registration in options.Tiers[rank].Deployments)
            {
                deployments.Add(Make(registration, options.Tiers[rank].Name, rank));
            }
        }

        return deployments.DrainToImmutable();
    }

    public Deployment BaselineAmong(ImmutableArray<Deployment> deployments) => deployments.First(each => IsBaseline(each.Name));

    private Deployment Make(DeploymentRegistration registration, string tier, int rank)
    {
        DeploymentOptions about = registration.Options;
        IChatClient client = registration.Client is { } make
            ? make(services ?? EmptyServices.Instance) ?? throw new InvalidOperationException($"The factory of the deployment '{about.Name}' made no client.")
            : new SharedChatClient(inner);
        client = new CancellableChatClient(client);
        MeteredDeployment? metered = null;
        DeploymentRates? rates = null;
        if (recorder is not null)
        {
            about.Metering.Tier = tier;
            var meter = new MeteringChatClient(client, recorder, about.Metering);
            metered = meter.Deployment;
            rates = new DeploymentRates(recorder.Catalogues, metered, about.Model, time);
            client = options.AroundDeployments?.Invoke(meter, services) ?? meter;
        }

        DeploymentCapabilities assumed = IsBaseline(about.Name) ? DeploymentCapabilities.All : DeploymentCapabilities.Common;
        return new Deployment(about, tier, rank, client, metered, rates, new DeploymentHealth(options.Circuit, about.Capacity, time))
        {
            Capabilities = about.Capabilities ?? assumed,
        };
    }

    private bool IsBaseline(string name) => name.Equals(_baseline, StringComparison.OrdinalIgnoreCase);

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
