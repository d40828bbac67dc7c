using System.Collections.Frozen;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>The price keys of genai-prices' unit registry, such as <c>cache_write_1h_mtok</c> and <c>web_searches_kcount</c>, and the kinds they price.</summary>
/// <remarks>A key is the kind's name with its quantity in place of its unit. Every key prices <see cref="UsageKinds.QuotedPer"/> units.</remarks>
internal static class PriceKeys
{
    private static readonly (string Unit, string Quantity)[] Quantities =
        [("_tokens", "_mtok"), ("_characters", "_mchars"), ("_seconds", "_hours"), ("_pixels", "_gpixels"), ("_pages", "_kpages")];

    private static readonly FrozenDictionary<string, UsageKind> Kinds = UsageKinds.All.ToFrozenDictionary(Key, StringComparer.Ordinal);

    public static bool TryParse(string key, out UsageKind kind) => Kinds.TryGetValue(key, out kind);

    public static string Key(UsageKind kind)
    {
        string name = kind.Name();
        foreach ((string unit, string quantity) in Quantities)
        {
            if (name.EndsWith(unit, StringComparison.Ordinal))
            {
                return string.Concat(name.AsSpan(0, name.Length - unit.Length), quantity);
            }
        }

        return name + "_kcount";
    }
}
