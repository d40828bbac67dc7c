using Microsoft.Extensions.AI;
using TokenFinOps;

namespace QuickStart.Workload;

/// <summary>Makes one small call before the many, so that a wrong URL, key or model is said once and clearly.</summary>
internal static class EndpointCheck
{
    /// <summary>Asks the endpoint for one word.</summary>
    /// <returns>What is wrong and what to do about it, or <see langword="null"/> when all is well.</returns>
    public static async Task<string?> FindFaultAsync(IChatClient chat, Uri endpoint, string model, bool hasKey, CancellationToken cancellationToken)
    {
        using var scope = FinOps.Attribute(("team", "quickstart"), ("feature", "connection-check"));
        try
        {
            await chat.GetResponseAsync("Answer with the word: ready.", new ChatOptions { ModelId = model }, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return EndpointError.Advise(exception, endpoint, model, hasKey);
        }
    }
}
