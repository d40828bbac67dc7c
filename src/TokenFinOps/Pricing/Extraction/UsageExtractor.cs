using System.Collections.Immutable;
using System.Text.Json;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Reads what a call used from the raw JSON body of a provider's response.</summary>
/// <remarks>
/// <para>
/// Providers count differently: OpenAI counts cached tokens within the input, Anthropic and Bedrock beside it, xAI and Perplexity count reasoning beside the output.
/// What comes out here is always inclusive, as <see cref="UsageKind"/> says. Which field means what is a table of facts per provider and API flavour; the facts
/// follow the extractors of genai-prices (MIT).
/// </para>
/// <para>Numbers that cannot be counts are left out and flagged; they never fail a response. Stateless and thread-safe.</para>
/// </remarks>
public static class UsageExtractor
{
    /// <summary>Reads the usage of a response.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="provider">Who answered, as an id or a telemetry name, e.g. <c>openai</c>, <c>aws.bedrock</c> or <c>xai</c>. Others are read by shape alone.</param>
    /// <param name="apiFlavor">
    /// The API that was called, e.g. <c>chat</c>, <c>responses</c> or <c>anthropic</c> (see <see cref="ApiFlavors"/>); <see langword="null"/> or <c>default</c>
    /// to tell it from the shape of the body where the provider has no default.
    /// </param>
    /// <returns>The usage, and what else the response says about its cost.</returns>
    /// <exception cref="ArgumentException"><paramref name="provider"/> is empty.</exception>
    /// <exception cref="UsageExtractionException">The response has no usage where the provider puts it, or the flavour is unknown.</exception>
    public static ExtractedUsage Extract(JsonElement body, string provider, string? apiFlavor = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        string id = ProviderNames.Canonical(provider);
        ImmutableArray<ExtractionMap> own = ProviderMaps.Of(id);
        ExtractionMap map = Named(own, id, apiFlavor) ?? BestFit(own, body) ?? BestFit(ProviderMaps.Generic, body)
            ?? throw UsageExtractionException.Unrecognised(id, own.AddRange(ProviderMaps.Generic));

        var issues = PricingIssues.None;
        Usage usage = map.Read(body, id, ref issues);
        return new ExtractedUsage
        {
            Usage = usage,
            Provider = id,
            ApiFlavor = map.Flavor,
            Model = map.Model.FindText(body),
            ServiceTier = ResponseFacts.ServiceTierOf(body, map.Root),
            ReportedCost = ReportedCosts.Of(body, id, ref issues),
            ResponseId = ResponseFacts.IdOf(body),
            Issues = issues,
        };
    }

    /// <summary>Lists the API flavours that can be asked for.</summary>
    /// <param name="provider">The provider, as for <see cref="Extract"/>.</param>
    /// <returns>The provider's own flavours, its default first, then those that any provider may be read as.</returns>
    /// <exception cref="ArgumentException"><paramref name="provider"/> is empty.</exception>
    public static IReadOnlyList<string> ApiFlavors(string provider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        return FlavorsOf(ProviderMaps.Of(ProviderNames.Canonical(provider)));
    }

    private static string[] FlavorsOf(ImmutableArray<ExtractionMap> own) =>
        [.. own.Concat(ProviderMaps.Generic).Select(static map => map.Flavor).Distinct()];

    private static ExtractionMap? Named(ImmutableArray<ExtractionMap> own, string provider, string? flavor)
    {
        if (flavor is null)
        {
            return null;
        }

        ExtractionMap? map = Find(own, flavor) ?? Find(ProviderMaps.Generic, flavor);
        bool isOpen = map is not null || flavor == ProviderMaps.DefaultFlavor;
        return isOpen ? map : throw UsageExtractionException.UnknownFlavor(provider, flavor, FlavorsOf(own));
    }

    private static ExtractionMap? Find(ImmutableArray<ExtractionMap> maps, string flavor)
    {
        foreach (ExtractionMap map in maps)
        {
            if (string.Equals(map.Flavor, flavor, StringComparison.OrdinalIgnoreCase))
            {
                return map;
            }
        }

        return null;
    }

    // The flavour that demands the most, then the one that understands the most of the body, then the one listed first.
    private static ExtractionMap? BestFit(ImmutableArray<ExtractionMap> maps, JsonElement body)
    {
        ExtractionMap? best = null;
        (int Required, int All) bestFit = default;
        foreach (ExtractionMap map in maps)
        {
            if (map.Fit(body) is { } fit && (best is null || fit.CompareTo(bestFit) > 0))
            {
                best = map;
                bestFit = fit;
            }
        }

        return best;
    }
}
