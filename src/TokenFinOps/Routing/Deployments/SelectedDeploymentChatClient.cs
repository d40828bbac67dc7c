using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Deployments;

/// <summary>A deployment as a client of its own: asks for the deployment's model, and leaves the client open when disposed.</summary>
internal sealed class SelectedDeploymentChatClient(Deployment deployment) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        deployment.Client.GetResponseAsync(messages, deployment.OptionsFor(options), cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        deployment.Client.GetStreamingResponseAsync(messages, deployment.OptionsFor(options), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => deployment.Client.GetService(serviceType, serviceKey);

    public void Dispose()
    {
    }
}
