using System.Text;
using CsCheck;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class PriceCatalogueJsonTests
{
    private static readonly Gen<decimal> Amount = Gen.Select(Gen.Long[0, 9_999_999_999_999], Gen.Int[0, 20], static (digits, scale) => new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)scale));

    private static readonly Gen<Rate> AnyRate = Gen.Select(
        Gen.OneOf([.. UsageKinds.All]),
        Amount,
        Gen.OneOf<int?>(null, 1, 3, 1_000_000),
        Gen.Select(Gen.Long[0, 1_000_000], Amount, static (threshold, amount) => new ContextTier(threshold, amount)).Array[0, 4],
        static (kind, amount, per, tiers) => new Rate(kind, amount, per, [.. tiers.DistinctBy(static tier => tier.Threshold)]));

    private static readonly Gen<DateTimeOffset> Moment = Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Select(static ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static readonly Gen<RateCard> AnyCard = Gen.Select(
        AnyRate.Array[0, 5],
        Gen.Select(Moment, Moment, Gen.Bool, Gen.Long[0, TimeSpan.TicksPerDay - 1], Gen.Int[0, 1439]),
        Gen.OneOf("standard", "batch", "flex", "Gold \"tier\""),
        Gen.OneOf("USD", "EUR", "JPY"),
        Gen.Select(Gen.Enum<ContextTierMode>(), Gen.Enum<ContextTierBasis>(), Gen.Bool, static (mode, basis, inclusive) => new ContextTierRule(mode, basis, inclusive)),
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 4], Amount)[0, 3],
        static (rates, period, tier, currency, rule, regions) => new RateCard(rates.DistinctBy(static rate => rate.Kind))
        {
            EffectiveFrom = period.Item1,
            EffectiveTo = period.Item2,
            Window = period.Item3 ? new DailyWindow(new TimeOnly(period.Item4), TimeOnly.MinValue.AddMinutes(period.Item5)) : null,
            ServiceTier = ServiceTier.Of(tier),
            Currency = currency,
            TierRule = rule,
            RegionMultipliers = regions.DistinctBy(static region => region.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(),
            Provenance = new RateProvenance($"made by {currency}", null, new DateOnly(2026, 1, rates.Length + 1), tier),
        });

    private static readonly Gen<MatchRule> AnyRule = Gen.Recursive<MatchRule>(static (depth, inner) => depth > 2
        ? Gen.String[1, 8].Select(MatchRule.StartsWith)
        : Gen.OneOf(
            Gen.String[1, 8].Select(MatchRule.EqualTo),
            Gen.String[1, 8].Select(MatchRule.Contains),
            Gen.String[1, 8].Select(MatchRule.EndsWith),
            Gen.Const(MatchRule.Pattern(@"^o[134]-\d{8}$")),
            inner.Array[1, 3].Select(static rules => MatchRule.AnyOf(rules)),
            inner.Array[1, 3].Select(static rules => MatchRule.AllOf(rules))));

    private static readonly Gen<ModelPrices> AnyModel = Gen.Select(
        Gen.String[Gen.Char.AlphaNumeric, 1, 5],
        Gen.String[1, 20].Where(static name => !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsSurrogate)),
        AnyCard.Array[1, 3],
        AnyRule,
        Gen.Long[1, long.MaxValue / 2],
        static (provider, model, cards, rule, limit) => new ModelPrices(provider, model, cards) { Match = rule, ContextWindow = limit, MaxOutputTokens = limit % 2 == 0 ? null : limit });

    [Fact]
    public void What_is_written_is_read_again_without_loss() => Gen.Select(AnyModel.Array[0, 5], Gen.String[Gen.Char.AlphaNumeric, 1, 9]).Sample(
        static (models, version) =>
        {
            var catalogue = new PriceCatalogue(
                version, models, [new CatalogueProvider("p") { Name = "P", ModelMatch = MatchRule.Contains("x"), FallbackProviders = ["q"] }], new DateOnly(2026, 8, 21), [RateProvenance.User]);

            byte[] written = Write(catalogue);
            PriceCatalogue read = PriceCatalogueJson.Read(written);

            Assert.Equal(written, Write(read));
            Assert.Equal((catalogue.Version, catalogue.Date, catalogue.Models.Length), (read.Version, read.Date, read.Models.Length));
            foreach ((ModelPrices before, ModelPrices after) in catalogue.Models.Zip(read.Models))
            {
                AssertSame(before, after);
            }
        },
        iter: 300,
        seed: "0000kAtA10g1");

    [Fact]
    public void A_model_is_a_line() =>
        Assert.Equal(2, Encoding.UTF8.GetString(Write(new PriceCatalogue("v", Prices.Of("a", "b", 1m), Prices.Of("a", "c", 1m)))).Split('\n').Count(static line => line.StartsWith("{\"provider\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("", "not valid JSON at line 1")]
    [InlineData("<html>", "web page")]
    [InlineData("[]", "begins with a JSON array where a JSON object is expected")]
    [InlineData("{}", "format number")]
    [InlineData("""{"format":99,"version":"x"}""", "newer release")]
    [InlineData("""{"format":1,"version":"x","models":[],"sources":[],"providers":[]}""", "no list 'provenances'")]
    [InlineData("""{"format":1,"version":"x","provenances":[],"sources":[],"providers":[],"models":[{"provider":"p","model":"m","cards":[{"source":3,"rates":{}}]}]}""", "\"model\":\"m\"")]
    [InlineData("""{"format":1,"version":"x","provenances":[{"catalogue":"c"}],"sources":[],"providers":[],"models":[{"provider":"p","model":"m","cards":[{"source":0,"rates":{"wishes":1}}]}]}""", "'wishes' is no usage kind")]
    public void What_is_malformed_is_named_with_its_source(string json, string expected)
    {
        PriceCatalogueFormatException fault = Assert.Throws<PriceCatalogueFormatException>(() => PriceCatalogueJson.Read(CatalogueData.Utf8(json), "prices.json"));

        Assert.StartsWith("prices.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Write(PriceCatalogue catalogue)
    {
        using var buffer = new MemoryStream();
        PriceCatalogueJson.Write(catalogue, buffer);
        return buffer.ToArray();
    }

    private static void AssertSame(ModelPrices before, ModelPrices after)
    {
        Assert.Equal((before.Provider, before.Model, before.ContextWindow, before.MaxOutputTokens), (after.Provider, after.Model, after.ContextWindow, after.MaxOutputTokens));
        foreach ((RateCard one, RateCard other) in before.Cards.Zip(after.Cards))
        {
            Assert.Equal(one.Rates, other.Rates);
            Assert.Equal(
                (one.EffectiveFrom, one.EffectiveTo, one.Window, one.ServiceTier, one.Currency, one.Provenance),
                (other.EffectiveFrom, other.EffectiveTo, other.Window, other.ServiceTier, other.Currency, other.Provenance));
            Assert.Equal(one.RegionMultipliers.OrderBy(static region => region.Key), other.RegionMultipliers.OrderBy(static region => region.Key));
            Assert.True(one.Rates.All(static rate => rate.Tiers.IsEmpty) || one.TierRule == other.TierRule);
        }
    }
}
