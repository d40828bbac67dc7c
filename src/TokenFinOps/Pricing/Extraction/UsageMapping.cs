namespace TokenFinOps.Pricing.Extraction;

/// <summary>Says where a provider reports a count, and what it counts here.</summary>
/// <param name="Path">The place below the usage object.</param>
/// <param name="Kind">What is counted. Several places of one kind are added up: that is how exclusive counts become inclusive.</param>
/// <param name="IsRequired">Whether a response without it is no response of this flavour.</param>
internal sealed record UsageMapping(UsagePath Path, UsageKind Kind, bool IsRequired)
{
    public static UsageMapping Required(string path, UsageKind kind) => new(path, kind, IsRequired: true);

    public static UsageMapping Optional(string path, UsageKind kind) => new(path, kind, IsRequired: false);
}
