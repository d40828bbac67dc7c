using System.Collections.Immutable;
using System.Globalization;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>A price on which sources disagree.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">The model, by the first source's name for it.</param>
/// <param name="Kind">What is priced.</param>
/// <param name="Threshold">The context beyond which the price applies, in tokens; zero for the base price.</param>
/// <param name="Prices">Each source's price of <see cref="UsageKinds.QuotedPer"/> units, in the order of the sources.</param>
public sealed record PriceConflict(string Provider, string Model, UsageKind Kind, long Threshold, ImmutableArray<SourcePrice> Prices)
{
    /// <inheritdoc/>
    public bool Equals(PriceConflict? other) =>
        other is not null && Provider == other.Provider && Model == other.Model && Kind == other.Kind && Threshold == other.Threshold && Prices.SequenceEqual(other.Prices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Provider, Model, Kind, Threshold, Prices.Length);

    /// <summary>Describes the conflict, e.g. <c>openai/gpt-4o-2024-05-13 input_tokens: 2.5 (a), 5 (b)</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString()
    {
        string above = Threshold == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" above {Threshold} tokens");
        string prices = string.Join(", ", Prices.Select(static price => string.Create(CultureInfo.InvariantCulture, $"{price.Amount} ({price.Source})")));
        return $"{Provider}/{Model} {Kind.Name()}{above}: {prices}";
    }
}
