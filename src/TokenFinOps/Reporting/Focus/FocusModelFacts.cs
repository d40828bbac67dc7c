namespace TokenFinOps.Reporting.Focus;

/// <summary>What an export says of a model besides its name. Unknown facts are left out.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record FocusModelFacts
{
    /// <summary>Gets who made the model, e.g. <c>Anthropic</c> for a Claude that Bedrock serves. The default is the provider's own developer, when it is one.</summary>
    public string? Developer { get; init; }

    /// <summary>Gets the model's family, e.g. <c>Claude</c>.</summary>
    public string? Family { get; init; }

    /// <summary>Gets the model's version, e.g. <c>4.5</c>. The default is the date at the end of the model's name, when there is one.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// Gets a value indicating whether tokens written to the prompt cache are billed on a meter of their own, so that other input tokens can be called
    /// <c>Uncached</c>. The default is <see langword="null"/>: taken to be so for Claude models only.
    /// </summary>
    public bool? BillsCacheWritesApart { get; init; }
}
