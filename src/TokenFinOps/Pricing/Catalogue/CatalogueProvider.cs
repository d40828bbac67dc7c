using System.Collections.Immutable;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>A provider of models as a catalogue knows it: its names, its address, and how its models are told from their names.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record CatalogueProvider
{
    /// <summary>Initializes a new instance of the <see cref="CatalogueProvider"/> class.</summary>
    /// <param name="id">The id in lower case, e.g. <c>openai</c>.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public CatalogueProvider(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        Id = id;
        Name = id;
    }

    /// <summary>Gets the id, e.g. <c>openai</c>.</summary>
    public string Id { get; }

    /// <summary>Gets the name for people. The default is the id.</summary>
    public string Name { get; init; }

    /// <summary>Gets the rule for addresses that are this provider's, or <see langword="null"/> when they are not known.</summary>
    public MatchRule? EndpointMatch { get; init; }

    /// <summary>Gets the rule for names of models that are surely this provider's, or <see langword="null"/> when no name tells.</summary>
    public MatchRule? ModelMatch { get; init; }

    /// <summary>Gets the rule for other names of the provider, or <see langword="null"/> when it has none.</summary>
    public MatchRule? ProviderMatch { get; init; }

    /// <summary>Gets the ids of the providers whose prices apply to models that this one resells without prices of its own, e.g. OpenAI for Azure.</summary>
    public ImmutableArray<string> FallbackProviders { get; init; } = [];
}
