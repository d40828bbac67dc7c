using System.Collections.Immutable;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing;

/// <summary>Which deployments may see the requests of some callers: data residency, and lists of what is allowed or denied.</summary>
/// <remarks>Immutable and thread-safe. Where several restrictions apply to a request, a deployment must satisfy all of them.</remarks>
public sealed record DeploymentRestriction
{
    private readonly string? _key;
    private readonly string? _value;

    private DeploymentRestriction(string? key, string? value)
    {
        _key = key;
        _value = value;
    }

    /// <summary>Gets the restriction of every request, to be said more about.</summary>
    public static DeploymentRestriction ForAll { get; } = new(null, null);

    private ImmutableArray<string> Regions { get; init; } = [];

    private ImmutableArray<string> Allowed { get; init; } = [];

    private ImmutableArray<string> Denied { get; init; } = [];

    /// <summary>Begins the restriction of requests with a tag.</summary>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">Its value as the application gives it, hashed or not; <see langword="null"/> for any.</param>
    /// <returns>The restriction, to be said more about.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static DeploymentRestriction For(string key, string? value = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new DeploymentRestriction(key, value);
    }

    /// <summary>Keeps requests in regions: only deployments that name one of them may serve.</summary>
    /// <param name="regions">The regions, e.g. <c>eu</c>.</param>
    /// <returns>A new restriction.</returns>
    public DeploymentRestriction Within(params ReadOnlySpan<string> regions) => this with { Regions = [.. Regions, .. regions] };

    /// <summary>Allows only some deployments or tiers.</summary>
    /// <param name="names">Names of deployments or tiers.</param>
    /// <returns>A new restriction.</returns>
    public DeploymentRestriction Only(params ReadOnlySpan<string> names) => this with { Allowed = [.. Allowed, .. names] };

    /// <summary>Denies some deployments or tiers.</summary>
    /// <param name="names">Names of deployments or tiers.</param>
    /// <returns>A new restriction.</returns>
    public DeploymentRestriction Never(params ReadOnlySpan<string> names) => this with { Denied = [.. Denied, .. names] };

    internal bool Covers(RoutingRequest request) => _key is null || request.IsTagged(_key, _value);

    internal string? WhyNot(Deployment deployment)
    {
        if (!Regions.IsEmpty && !Regions.Any(deployment.Options.Regions.Contains))
        {
            return $"not in {string.Join(" or ", Regions)}";
        }

        return !Allowed.IsEmpty && !Names(Allowed, deployment) ? "not on the list of allowed deployments"
            : Names(Denied, deployment) ? "on the list of denied deployments"
            : null;
    }

    internal IEnumerable<string> Errors(IReadOnlySet<string> names, IEnumerable<DeploymentOptions> deployments)
    {
        string whom = _key is null ? "of every request" : $"of requests tagged {_key}";
        foreach (string name in Allowed.Concat(Denied).Where(name => !names.Contains(name)))
        {
            yield return $"The restriction {whom} names '{name}', which is neither a deployment nor a tier; use one of {string.Join(", ", names)}.";
        }

        if (Regions.IsEmpty && Allowed.IsEmpty && Denied.IsEmpty)
        {
            yield return $"The restriction {whom} restricts nothing; say more with Within, Only or Never.";
        }

        if (!Regions.IsEmpty && !deployments.Any(each => Regions.Any(each.Regions.Contains)))
        {
            yield return $"The restriction {whom} keeps them in {string.Join(" or ", Regions)}, where no deployment is; say where one is with its Regions.";
        }
    }

    private static bool Names(ImmutableArray<string> names, Deployment deployment)
    {
        foreach (string name in names)
        {
            if (name.Equals(deployment.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(deployment.Tier, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
