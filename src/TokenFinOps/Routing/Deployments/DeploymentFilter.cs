using System.Globalization;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Deployments;

/// <summary>Says which deployments cannot serve a request, and why. Price and quality are asked for only of those that can.</summary>
internal static class DeploymentFilter
{
    // The estimate of a prompt's tokens may be off by so much; a window that is nearly full is left to the provider to refuse.
    private const double Doubt = 1.25;

    public static string? WhyNot(Deployment deployment, RoutingRequest request, IReadOnlyList<DeploymentRestriction> restrictions)
    {
        DeploymentCapabilities missing = request.Capabilities & ~deployment.Capabilities;
        if (missing != DeploymentCapabilities.None)
        {
            return $"cannot do {missing}";
        }

        if (WhyTooSmall(deployment, request) is { } small)
        {
            return small;
        }

        for (int i = 0; i < restrictions.Count; i++)
        {
            if (restrictions[i].Covers(request) && restrictions[i].WhyNot(deployment) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? WhyTooSmall(Deployment deployment, RoutingRequest request)
    {
        int? output = request.Options?.MaxOutputTokens;
        if (deployment.ContextWindow is { } window && TooMany(request.InputTokens + output.GetValueOrDefault(), window * Doubt, deployment, request) is { } tokens)
        {
            return string.Create(CultureInfo.InvariantCulture, $"about {tokens} tokens do not fit into {window}");
        }

        return deployment.MaxOutputTokens is { } longest && output > longest
            ? string.Create(CultureInfo.InvariantCulture, $"answers with at most {longest} tokens")
            : null;
    }

    // Only a prompt that does not fit as it is, is shortened to see whether it then does.
    private static long? TooMany(long tokens, double most, Deployment deployment, RoutingRequest request)
    {
        if (tokens <= most)
        {
            return null;
        }

        long shortened = tokens - (deployment.Shortener?.SavedBy(request.Messages, deployment.OptionsFor(request.Options), request.RunId) ?? 0);
        return shortened <= most ? null : shortened;
    }
}
