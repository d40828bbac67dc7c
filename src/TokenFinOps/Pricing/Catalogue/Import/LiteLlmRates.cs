namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Gathers the prices of one LiteLLM object, by service tier and kind.</summary>
internal sealed class LiteLlmRates(string model, ModelCollector models)
{
    private readonly Dictionary<(ServiceTier Tier, UsageKind Kind), Ladder> _ladders = [];

    /// <summary>Gets the service tiers that have prices of their own, in the order of their first price.</summary>
    public IEnumerable<ServiceTier> Tiers => _ladders.Keys.Select(static key => key.Tier).Where(static tier => !tier.IsStandard).Distinct();

    public bool Has(UsageKind kind) => _ladders.TryGetValue((ServiceTier.Standard, kind), out Ladder? ladder) && ladder.Base is not null;

    public void Remove(UsageKind kind) => _ladders.Remove((ServiceTier.Standard, kind));

    /// <summary>Adds a price for one unit.</summary>
    public void Add(LiteLlmPriceKey key, decimal perUnit, string source)
    {
        if (perUnit < 0 || perUnit > 1_000_000_000m)
        {
            models.Warn(model, source, "not a price of zero or more");
            return;
        }

        if (!_ladders.TryGetValue((key.Tier, key.Kind), out Ladder? ladder))
        {
            _ladders.Add((key.Tier, key.Kind), ladder = new Ladder(key.Per, source));
        }

        decimal amount = perUnit * key.Per;
        if (key.Threshold > 0)
        {
            ladder.Tiers[key.Threshold] = amount;
            return;
        }

        // Two keys can mean one kind: the legacy cache-hit key, and a transcription's output seconds that stand at zero. The first positive one counts.
        if (ladder.Base is null or 0)
        {
            ladder.Base = amount;
        }
    }

    /// <summary>Makes the rates of a service tier as they stand in the source, without those of the standard tier.</summary>
    public List<Rate> Of(ServiceTier tier)
    {
        var rates = new List<Rate>();
        foreach (((ServiceTier Tier, UsageKind Kind) key, Ladder ladder) in _ladders.Where(entry => entry.Key.Tier == tier))
        {
            decimal? first = ladder.Base;
            if (first is null && !tier.IsStandard && _ladders.TryGetValue((ServiceTier.Standard, key.Kind), out Ladder? standard))
            {
                first = standard.Base;
            }

            if (first is null)
            {
                models.Warn(model, ladder.Source, $"{key.Kind.Name()} has a price for long contexts but none for short ones; it was left out");
                continue;
            }

            rates.Add(new Rate(key.Kind, first.Value, ladder.Per, [.. ladder.Tiers.Select(static step => new ContextTier(step.Key, step.Value))]));
        }

        return rates;
    }

    private sealed class Ladder(int per, string source)
    {
        public int Per { get; } = per;

        public string Source { get; } = source;

        public decimal? Base { get; set; }

        public SortedDictionary<long, decimal> Tiers { get; } = [];
    }
}
