namespace TokenFinOps.Pricing;

/// <summary>The class of service that a provider bills a call in, such as standard, batch, flex or priority.</summary>
/// <remarks>
/// Names are compared without regard to case. The names that providers use for "no special tier" (<c>default</c>, <c>auto</c>, <c>standard_only</c>,
/// <c>on_demand</c>, an empty name) all mean <see cref="Standard"/>. Immutable and thread-safe.
/// </remarks>
public readonly record struct ServiceTier
{
    private readonly string? _name;

    private ServiceTier(string? name) => _name = name;

    /// <summary>Gets the tier that applies when no other was asked for.</summary>
    public static ServiceTier Standard => default;

    /// <summary>Gets the tier for work that may take hours, usually at half price.</summary>
    public static ServiceTier Batch { get; } = new("batch");

    /// <summary>Gets the tier for work that may wait or be refused, usually at half price.</summary>
    public static ServiceTier Flex { get; } = new("flex");

    /// <summary>Gets the tier that is served first, at a premium.</summary>
    public static ServiceTier Priority { get; } = new("priority");

    /// <summary>Gets the name in lower case, <c>standard</c> when there is no special tier.</summary>
    public string Name => _name ?? "standard";

    /// <summary>Gets a value indicating whether this is <see cref="Standard"/>.</summary>
    public bool IsStandard => _name is null;

    /// <summary>Makes a tier from the name that a provider, a catalogue or a configuration uses.</summary>
    /// <param name="name">The name, in any case; <see langword="null"/> means <see cref="Standard"/>.</param>
    /// <returns>The tier.</returns>
    public static ServiceTier Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return Standard;
        }

        string trimmed = name.Trim();
        return trimmed.ToLowerInvariant() switch
        {
            "standard" or "default" or "auto" or "standard_only" or "on_demand" or "on-demand" => Standard,
            "batch" or "batches" => Batch,
            "flex" => Flex,
            "priority" => Priority,
            string other => new ServiceTier(other),
        };
    }

    /// <summary>Gets the name.</summary>
    /// <returns>The name in lower case.</returns>
    public override string ToString() => Name;
}
