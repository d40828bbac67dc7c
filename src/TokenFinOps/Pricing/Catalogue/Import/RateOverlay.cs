namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Lays special rates, of a service tier or of off-peak hours, over standard ones, so that a rate card is complete in itself.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class RateOverlay
{
    /// <summary>Lays special rates over standard ones.</summary>
    /// <param name="standard">The standard rates, one a kind.</param>
    /// <param name="special">The rates that replace standard ones of the same kind.</param>
    /// <returns>
    /// The rates of the special card. A kind without a special rate keeps its standard one, unless that only repeated the price of its whole and the whole has a special rate.
    /// A special rate without context tiers keeps the standard tiers, as LiteLLM bills them, but never at less than its own price.
    /// </returns>
    public static IReadOnlyList<Rate> Lay(IEnumerable<Rate> standard, IEnumerable<Rate> special)
    {
        ArgumentNullException.ThrowIfNull(standard);
        ArgumentNullException.ThrowIfNull(special);
        var before = standard.ToDictionary(static rate => rate.Kind);
        var after = special.ToDictionary(static rate => rate.Kind, rate => WithTiers(rate, before.GetValueOrDefault(rate.Kind)));
        foreach (Rate rate in before.Values.OrderBy(static rate => rate.Kind))
        {
            if (!after.ContainsKey(rate.Kind) && !RepeatsReplacedWhole(rate, before, after))
            {
                after.Add(rate.Kind, rate);
            }
        }

        return [.. after.Values.OrderBy(static rate => rate.Kind)];
    }

    private static Rate WithTiers(Rate special, Rate? standard) =>
        standard is null || standard.Tiers.IsEmpty || !special.Tiers.IsEmpty || standard.Per != special.Per
            ? special
            : new Rate(special.Kind, special.Amount, special.Per, [.. standard.Tiers.Select(tier => tier with { Amount = Math.Max(tier.Amount, special.Amount) })]);

    private static bool RepeatsReplacedWhole(Rate rate, Dictionary<UsageKind, Rate> before, Dictionary<UsageKind, Rate> after)
    {
        foreach (UsageKind whole in rate.Kind.Ancestors())
        {
            if (after.TryGetValue(whole, out Rate? replaced)
                && before.TryGetValue(whole, out Rate? original)
                && !ReferenceEquals(replaced, original)
                && rate.Amount == original.Amount
                && rate.Per == original.Per
                && rate.Tiers.SequenceEqual(original.Tiers))
            {
                return true;
            }
        }

        return false;
    }
}
