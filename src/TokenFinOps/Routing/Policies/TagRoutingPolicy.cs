using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Policies;

/// <summary>Sends requests with a tag to a tier: the rule of an administrator, e.g. <c>feature=search</c> to <c>nano</c>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TagRoutingPolicy : IRoutingPolicy, ITierNames
{
    private readonly string _key;
    private readonly string? _value;
    private readonly RoutingOpinion _opinion;
    private readonly RoutingOpinion _discreet;

    /// <summary>Initializes a new instance of the <see cref="TagRoutingPolicy"/> class.</summary>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">Its value as the application gives it, hashed or not; <see langword="null"/> for any.</param>
    /// <param name="tier">The tier.</param>
    /// <param name="kind">How the tier is meant. The default is to choose it.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public TagRoutingPolicy(string key, string? value, string tier, RoutingOpinionKind kind = RoutingOpinionKind.Prefer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentException.ThrowIfNullOrWhiteSpace(tier);
        _key = key;
        _value = value;
        _discreet = new RoutingOpinion(kind, tier, $"tagged {key}");
        _opinion = value is null ? _discreet : _discreet with { Reason = $"tagged {key}={value}" };
    }

    /// <inheritdoc/>
    public string Name => "tag";

    IReadOnlyList<string> ITierNames.TierNames => _opinion is { Tier: { } tier, Kind: not (RoutingOpinionKind.Abstain or RoutingOpinionKind.OneDown) } ? [tier] : [];

    /// <inheritdoc/>
    public RoutingOpinion Judge(RoutingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.IsTagged(_key, _value))
        {
            return RoutingOpinion.Abstain("not tagged so");
        }

        // Reasons are kept: of a value that is hashed they say no more than the ledger does.
        return _value is null || request.Tags[_key] == _value ? _opinion : _discreet;
    }
}
