using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Gives the names that an invoice and a ledger have for one model one form: the catalogue's.</summary>
/// <remarks>Remembers its answers. Not thread-safe.</remarks>
internal sealed class ModelNameMatcher(PriceCatalogue catalogue, string? provider)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public string Match(string name)
    {
        if (!_names.TryGetValue(name, out string? matched))
        {
            _names[name] = matched = Find(name);
        }

        return matched;
    }

    // "Claude Haiku 4.5" is how consoles write claude-haiku-4.5.
    private string Find(string name)
    {
        string plain = name.Trim().ToLowerInvariant();
        return (Look(plain) ?? Look(plain.Replace(' ', '-')))?.Prices.Model ?? plain;
    }

    private PriceMatch? Look(string name) => catalogue.Find(new ModelReference(name, provider)) ?? catalogue.Find(new ModelReference(name));
}
