using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Policies;

/// <summary>Sends requests with a tag to a tier: the rule of an administrator, e.g. <c>feature=search</c> to <c>nano</c>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TagRoutingPolicy : IRoutingPolicy
{
    private readonly string _key;
    private readonly string? _value;
    private readonly RoutingOpinion _opinion;

    /// <summary>Initializes a new instance of the <see cref="TagRoutingPolicy"/> class.</summary>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">Its value; <see langword="null"/> for any.</param>
    /// <param name="tier">The tier.</param>
    /// <param name="kind">How the tier is meant. The default is to choose it.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public TagRoutingPolicy(string key, string? value, string tier, RoutingOpinionKind kind = RoutingOpinionKind.Prefer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentException.ThrowIfNullOrWhiteSpace(tier);
        _key = key;
        _value = value;
        _opinion = new RoutingOpinion(kind, tier, value is null ? $"tagged {key}" : $"tagged {key}={value}");
    }

    /// <inheritdoc/>
    public string Name => "tag";

    /// <inheritdoc/>
    public RoutingOpinion Judge(RoutingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Tags.TryGetValue(_key, out string? value) && (_value is null || value == _value)
            ? _opinion
            : RoutingOpinion.Abstain("not tagged so");
    }
}
