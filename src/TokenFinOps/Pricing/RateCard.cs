using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>The rates of one model for one service tier and one period: all that is needed to price a call, once the card is chosen.</summary>
/// <remarks>Immutable and thread-safe. A card is complete in itself: importers have already laid special rates over the standard ones.</remarks>
public sealed class RateCard
{
    private static readonly FrozenDictionary<string, decimal> NoMultipliers = FrozenDictionary<string, decimal>.Empty;

    private readonly Rate?[] _byKind;

    /// <summary>Initializes a new instance of the <see cref="RateCard"/> class.</summary>
    /// <param name="rates">The rates, one a kind.</param>
    /// <exception cref="ArgumentException">Two rates price the same kind.</exception>
    public RateCard(params IEnumerable<Rate> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        Rates = [.. rates.OrderBy(static rate => rate.Kind)];
        ulong mask = 0;
        foreach (Rate rate in Rates)
        {
            ulong bit = 1UL << (int)rate.Kind;
            if ((mask & bit) != 0)
            {
                throw new ArgumentException($"{rate.Kind.Name()} has two rates on one card; keep one.", nameof(rates));
            }

            mask |= bit;
            HasTiers |= !rate.Tiers.IsEmpty;
        }

        Mask = mask;
        UnitPrices = new ScaledUnitPrices(Rates);
        _byKind = new Rate?[64 - BitOperations.LeadingZeroCount(mask)];
        foreach (Rate rate in Rates)
        {
            _byKind[(int)rate.Kind] = rate;
        }
    }

    /// <summary>Gets the rates, wholes before their parts.</summary>
    public ImmutableArray<Rate> Rates { get; }

    /// <summary>Gets the kinds that have a rate.</summary>
    public UsageKindSet Kinds => new(Mask);

    /// <summary>Gets the ISO 4217 code of the currency of every rate. The default is <c>USD</c>.</summary>
    /// <exception cref="ArgumentException">The code is not an active ISO 4217 code.</exception>
    public string Currency { get; init => field = CurrencyCode.Canonical(value); } = CurrencyCode.Usd;

    /// <summary>Gets the first moment at which the card applies. The default is always.</summary>
    public DateTimeOffset EffectiveFrom { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Gets the first moment at which the card no longer applies. The default is never.</summary>
    public DateTimeOffset EffectiveTo { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Gets the part of the day during which the card applies, or <see langword="null"/> for the whole day, the default.</summary>
    public DailyWindow? Window { get; init; }

    /// <summary>Gets the service tier that the card prices. The default is <see cref="ServiceTier.Standard"/>.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>Gets how context tiers are chosen. The default is <see cref="ContextTierRule.Default"/>.</summary>
    public ContextTierRule TierRule { get; init; } = ContextTierRule.Default;

    /// <summary>Gets what every rate is multiplied with in a region, by the region's name without regard to case. A region that is not named has 1.</summary>
    /// <exception cref="ArgumentException">A multiplier is negative.</exception>
    public IReadOnlyDictionary<string, decimal> RegionMultipliers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string region, decimal multiplier) in value)
            {
                if (multiplier < 0)
                {
                    throw new ArgumentException($"The multiplier {multiplier} of region '{region}' is negative.", nameof(value));
                }
            }

            field = value.Count == 0 ? NoMultipliers : value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        }
    }
        = NoMultipliers;

    /// <summary>Gets where the rates come from. The default is <see cref="RateProvenance.User"/>.</summary>
    public RateProvenance Provenance { get; init; } = RateProvenance.User;

    internal ulong Mask { get; }

    internal bool HasTiers { get; }

    internal ScaledUnitPrices UnitPrices { get; }

    /// <summary>Gets the rate of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The rate, or <see langword="null"/> when the card has none.</returns>
    public Rate? Find(UsageKind kind) => RateAt((int)kind);

    /// <summary>Finds out whether the card applies at a moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns><see langword="true"/> when it lies in the card's period and daily window.</returns>
    public bool AppliesAt(DateTimeOffset moment) =>
        moment >= EffectiveFrom && moment < EffectiveTo && (Window is not { } window || window.Contains(moment));

    internal Rate? RateAt(int kind) => (uint)kind < (uint)_byKind.Length ? _byKind[kind] : null;

    internal decimal? RegionMultiplier(string? region) =>
        region is not null && RegionMultipliers.TryGetValue(region, out decimal multiplier) ? multiplier : null;
}
