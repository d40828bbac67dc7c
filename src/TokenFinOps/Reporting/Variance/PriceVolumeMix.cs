namespace TokenFinOps.Reporting.Variance;

/// <summary>Explains a change of cost by price, volume and mix, SKU by SKU.</summary>
/// <remarks>
/// <para>For the SKUs of one unit, with quantities q, costs c, prices p = c ÷ q and the sums Q and C of what has a quantity:</para>
/// <list type="bullet">
/// <item><description>volume = (Q₁ − Q₀) · c₀ ÷ Q₀: as if every SKU had grown alike;</description></item>
/// <item><description>price = c₁ − q₁ · p₀: the units of now at the prices of then; a SKU that is new has had no other price;</description></item>
/// <item><description>mix = q₁ · p₀ − c₀ · Q₁ ÷ Q₀: what is left, the change of proportions.</description></item>
/// </list>
/// <para>
/// Volume and price are rounded to 12 decimals and mix takes the remainder, so that the three are the change to the last digit. Where there was nothing before, all is
/// volume. Cost that no quantity explains, such as a discount, changes by price. Pure and thread-safe.
/// </para>
/// </remarks>
public static class PriceVolumeMix
{
    private const int Decimals = 12;

    /// <summary>Explains the change.</summary>
    /// <param name="before">The SKUs of the earlier period. Of several entries for one SKU the sum counts.</param>
    /// <param name="after">The SKUs of the later period.</param>
    /// <returns>The effects.</returns>
    public static VarianceReport Explain(IEnumerable<SkuUsage> before, IEnumerable<SkuUsage> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Pair[] pairs =
        [
            .. from each in before.Select(static sku => (Sku: sku, IsAfter: false)).Concat(after.Select(static sku => (Sku: sku, IsAfter: true)))
               group each by (each.Sku.Model, each.Sku.Sku, each.Sku.Unit) into sku
               select new Pair(
                   sku.Key.Model, sku.Key.Sku, sku.Key.Unit,
                   Sum(sku.Where(static each => !each.IsAfter).Select(static each => each.Sku)),
                   Sum(sku.Where(static each => each.IsAfter).Select(static each => each.Sku))),
        ];
        IEnumerable<SkuVariance> skus = pairs.GroupBy(static pair => pair.Unit).SelectMany(static unit => Explain([.. unit]));
        return new VarianceReport
        {
            Skus =
            [
                .. skus.OrderByDescending(static sku => Math.Abs(sku.Change))
                    .ThenBy(static sku => sku.Model, StringComparer.Ordinal).ThenBy(static sku => sku.Sku, StringComparer.Ordinal),
            ],
        };
    }

    private static Amounts Sum(IEnumerable<SkuUsage> skus) =>
        skus.Aggregate(default(Amounts), static (sum, sku) => new Amounts(sum.Quantity + sku.Quantity, sum.Cost + sku.Cost));

    private static IEnumerable<SkuVariance> Explain(Pair[] unit)
    {
        decimal then = unit.Sum(static pair => pair.Before.Quantity);
        decimal now = unit.Sum(static pair => pair.After.Quantity);
        return unit.Select(pair => Explain(pair, then, now));
    }

    private static SkuVariance Explain(Pair pair, decimal then, decimal now)
    {
        decimal change = pair.After.Cost - pair.Before.Cost;
        (decimal volume, decimal price) = EffectsOf(pair, then, now);
        return new SkuVariance
        {
            Model = pair.Model,
            Sku = pair.Sku,
            Before = pair.Before.Cost,
            After = pair.After.Cost,
            Volume = volume,
            Price = price,
            Mix = change - volume - price,
        };
    }

    private static (decimal Volume, decimal Price) EffectsOf(Pair pair, decimal then, decimal now) => pair switch
    {
        { Before.Quantity: 0, After.Quantity: 0 } => (0m, pair.After.Cost - pair.Before.Cost),
        _ when then == 0 => (pair.After.Cost, -pair.Before.Cost),
        { Before.Quantity: 0 } => (0m, -pair.Before.Cost),
        _ => (
            decimal.Round(pair.Before.Cost * (now - then) / then, Decimals),
            decimal.Round(pair.After.Cost - (pair.After.Quantity * pair.Before.Cost / pair.Before.Quantity), Decimals)),
    };

    private readonly record struct Amounts(decimal Quantity, decimal Cost);

    private sealed record Pair(string Model, string Sku, string Unit, Amounts Before, Amounts After);
}
