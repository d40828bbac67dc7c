using CsCheck;
using TokenFinOps.Reporting.Variance;

namespace TokenFinOps.Tests.Reporting.Variance;

public sealed class PriceVolumeMixTests
{
    private static readonly Gen<SkuUsage> Usage =
        from model in Gen.OneOf("small", "large", "new")
        from sku in Gen.OneOf("input_tokens", "output_tokens", "web_searches")
        from quantity in Gen.OneOf(Gen.Const(0L), Gen.Long[0, 10_000_000_000])
        from cost in Gen.Long[-1_000_000, 1_000_000_000_000]
        from scale in Gen.Int[0, 12]
        select new SkuUsage(model, sku, sku == "web_searches" ? sku : "tokens", quantity, cost / (decimal)Math.Pow(10, scale));

    [Fact]
    public void Price_volume_and_mix_are_the_change_to_the_last_digit() =>
        Gen.Select(Usage.Array[0, 8], Usage.Array[0, 8]).Sample((before, after) =>
        {
            VarianceReport report = PriceVolumeMix.Explain(before, after);

            Assert.Equal(after.Sum(static sku => sku.Cost) - before.Sum(static sku => sku.Cost), report.Change);
            Assert.Equal(report.Change, report.Price + report.Volume + report.Mix);
            Assert.All(report.Skus, static sku => Assert.Equal(sku.Change, sku.Price + sku.Volume + sku.Mix));
        });

    [Fact]
    public void Twice_as_much_of_everything_is_volume()
    {
        VarianceReport report = PriceVolumeMix.Explain([Tokens("small", 300, 0.3m), Tokens("large", 700, 7m)], [Tokens("small", 600, 0.6m), Tokens("large", 1_400, 14m)]);

        Assert.Equal((0m, 7.3m, 0m), (report.Price, report.Volume, report.Mix));
    }

    [Fact]
    public void A_dearer_price_is_price()
    {
        VarianceReport report = PriceVolumeMix.Explain([Tokens("small", 300, 0.3m), Tokens("large", 700, 7m)], [Tokens("small", 300, 0.3m), Tokens("large", 700, 10.5m)]);

        Assert.Equal((3.5m, 0m, 0m), (report.Price, report.Volume, report.Mix));
        Assert.Equal("large", report.Skus[0].Model);
    }

    [Fact]
    public void Moving_to_the_small_model_is_mix()
    {
        VarianceReport report = PriceVolumeMix.Explain([Tokens("small", 500, 0.5m), Tokens("large", 500, 5m)], [Tokens("small", 900, 0.9m), Tokens("large", 100, 1m)]);

        Assert.Equal((0m, 0m, -3.6m), (report.Price, report.Volume, report.Mix));
    }

    [Fact]
    public void A_price_in_thirds_leaves_no_crumb_in_the_price_effect()
    {
        VarianceReport report = PriceVolumeMix.Explain([Tokens("small", 3, 1m)], [Tokens("small", 6, 2m)]);

        Assert.Equal((0m, 1m, 0m), (report.Price, report.Volume, report.Mix));
    }

    [Fact]
    public void A_new_model_is_mix_a_first_period_is_volume_and_a_discount_is_price()
    {
        Assert.Equal(2m, PriceVolumeMix.Explain([Tokens("small", 10, 1m)], [Tokens("small", 10, 1m), Tokens("new", 1, 2m)]).Skus[0].Mix);
        Assert.Equal(1m, PriceVolumeMix.Explain([], [Tokens("small", 10, 1m)]).Volume);
        Assert.Equal(-1m, PriceVolumeMix.Explain([Tokens("small", 10, 1m)], []).Volume);
        Assert.Equal(-3m, PriceVolumeMix.Explain([], [new SkuUsage("small", SkuUsage.Discounts, SkuUsage.Discounts, 0m, -3m)]).Price);
    }

    [Fact]
    public void Quantities_of_different_units_are_not_added()
    {
        VarianceReport report = PriceVolumeMix.Explain(
            [Tokens("small", 1_000_000, 1m), new("small", "web_searches", "web_searches", 10, 0.1m)],
            [Tokens("small", 2_000_000, 2m), new("small", "web_searches", "web_searches", 10, 0.1m)]);

        Assert.Equal((0m, 1m, 0m), (report.Price, report.Volume, report.Mix));
    }

    private static SkuUsage Tokens(string model, decimal quantity, decimal cost) => new(model, "input_tokens", "tokens", quantity, cost);
}
