using System.Collections.Immutable;
using System.Text.Json;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Reads the usage of one API flavour.</summary>
/// <param name="Flavor">The flavour's name.</param>
/// <param name="Root">The place of the usage object; empty for the body itself.</param>
/// <param name="Mappings">The counts in it.</param>
internal sealed record ExtractionMap(string Flavor, UsagePath Root, ImmutableArray<UsageMapping> Mappings)
{
    // More is no count of anything that one call can use, and would overflow when it is multiplied with a price.
    private const decimal MostCountable = 1_000_000_000_000_000_000m;

    public UsagePath Model { get; init; } = "model";

    /// <summary>Finds out how well a body fits.</summary>
    /// <returns>How many required and how many other counts are there, or <see langword="null"/> when the body is of another flavour.</returns>
    public (int Required, int All)? Fit(JsonElement body)
    {
        if (!Root.TryFind(body, out JsonElement usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        int required = 0;
        int all = 0;
        foreach (UsageMapping mapping in Mappings)
        {
            bool found = mapping.Path.TryFind(usage, out _);
            if (mapping.IsRequired && !found)
            {
                return null;
            }

            required += mapping.IsRequired ? 1 : 0;
            all += found ? 1 : 0;
        }

        return all == 0 ? null : (required, all);
    }

    /// <summary>Reads the counts.</summary>
    /// <exception cref="UsageExtractionException">The usage object or a required count is missing, or there is no count at all.</exception>
    public Usage Read(JsonElement body, string provider, ref PricingIssues issues)
    {
        if (!Root.TryFind(body, out JsonElement usage) || usage.ValueKind != JsonValueKind.Object)
        {
            throw UsageExtractionException.At(provider, this, Root.ToString(), "has no usage object");
        }

        Span<(UsageKind, decimal)> amounts = stackalloc (UsageKind, decimal)[Mappings.Length];
        int count = 0;
        bool anyFound = false;
        foreach (UsageMapping mapping in Mappings)
        {
            if (!mapping.Path.TryFind(usage, out JsonElement value))
            {
                ThrowIfRequired(mapping, provider);
                continue;
            }

            anyFound = true;
            if (TryCount(value, out decimal amount))
            {
                amounts[count++] = (mapping.Kind, amount);
            }
            else
            {
                issues |= PricingIssues.InvalidCount;
            }
        }

        return anyFound ? new Usage(amounts[..count]) : throw UsageExtractionException.At(provider, this, Root.ToString(), "has no count that is known");
    }

    private static bool TryCount(JsonElement value, out decimal amount)
    {
        amount = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out amount) && amount is >= 0 and <= MostCountable;
    }

    private void ThrowIfRequired(UsageMapping mapping, string provider)
    {
        if (mapping.IsRequired)
        {
            string path = Root.ToString() is { Length: > 0 } root ? $"{root}.{mapping.Path}" : mapping.Path.ToString();
            throw UsageExtractionException.At(provider, this, path, $"has no {mapping.Kind.Name()}");
        }
    }
}
