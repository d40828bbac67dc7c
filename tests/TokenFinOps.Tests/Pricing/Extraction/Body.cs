using System.Text.Json;
using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Tests.Pricing.Extraction;

/// <summary>Reads usage from bodies that tests write down.</summary>
internal static class Body
{
    public static ExtractedUsage Extract(string json, string provider, string? flavor = null)
    {
        using JsonDocument body = JsonDocument.Parse(json);
        return UsageExtractor.Extract(body.RootElement, provider, flavor);
    }
}
