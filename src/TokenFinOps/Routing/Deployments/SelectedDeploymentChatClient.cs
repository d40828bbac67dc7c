using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Routing.Deployments;

/// <summary>A deployment as a client of its own: asks for the deployment's model, has the decision recorded, and leaves the client open when disposed. Thread-safe.</summary>
/// <param name="deployment">The deployment.</param>
/// <param name="baseline">The deployment that would have answered without the router.</param>
/// <param name="decision">Why it was chosen, for the first call: whatever else is asked of it was not decided about.</param>
/// <param name="requestId">Makes the id of a call.</param>
internal sealed class SelectedDeploymentChatClient(Deployment deployment, Deployment baseline, RoutingDecision decision, Func<AttributionScope?, Guid> requestId) : IChatClient
{
    private RoutingDecision? _decision = decision;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Set in this method's own flow of execution, so that nobody else sees it.
        AttributionScope.Exchange(NewScope());
        return await deployment.Client.GetResponseAsync(messages, deployment.OptionsFor(options), cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        AttributionScope scope = NewScope();
        AttributionScope? previous = AttributionScope.Exchange(scope);
        try
        {
            return new AttributedStream<ChatResponseUpdate>(deployment.Client.GetStreamingResponseAsync(messages, deployment.OptionsFor(options), cancellationToken), scope);
        }
        finally
        {
            AttributionScope.Exchange(previous);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => deployment.Client.GetService(serviceType, serviceKey);

    public void Dispose()
    {
    }

    private AttributionScope NewScope()
    {
        AttributionScope? around = AttributionScope.Current;
        var routing = new AttemptRouting(deployment.Tier, AttemptRole.Answer, null, Interlocked.Exchange(ref _decision, null));
        return AttributionScope.For(around, new AttemptPlan(requestId(around), routing, baseline.Metered, baseline.Model, around?.Stage));
    }
}
