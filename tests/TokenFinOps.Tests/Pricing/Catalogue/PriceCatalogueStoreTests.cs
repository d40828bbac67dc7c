using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class PriceCatalogueStoreTests
{
    [Fact]
    public void A_new_store_has_the_shipped_catalogue() => Assert.Same(PriceCatalogue.Shipped, new PriceCatalogueStore().Current);

    [Fact]
    public async Task Readers_see_whole_catalogues_while_they_are_swapped()
    {
        // Each catalogue prices all its models the same: a mixture would show.
        PriceCatalogue[] catalogues = [.. Enumerable.Range(1, 8).Select(static price => new PriceCatalogue($"v{price}", Enumerable.Range(0, 50).Select(model => Prices.Of("p", $"m{model}", price))))];
        var store = new PriceCatalogueStore(catalogues[0]);
        CancellationToken stop = TestContext.Current.CancellationToken;

        Task writer = Task.Run(() => { for (int i = 0; i < 20_000; i++) { store.Replace(catalogues[i % 8]); } }, stop);
        Task[] readers = [.. Enumerable.Range(0, 4).Select(seed => Task.Run(() => Read(store, seed), stop))];
        await Task.WhenAll([writer, .. readers]);
    }

    private static void Read(PriceCatalogueStore store, int seed)
    {
        for (int i = 0; i < 5_000; i++)
        {
            PriceCatalogue current = store.Current;
            decimal? one = current.Find(new ModelReference($"m{(i + seed) % 50}", "p"))?.Input();
            decimal? other = current.Find(new ModelReference($"m{(i * 7) % 50}", "p"))?.Input();
            Assert.Equal(one, other);
            Assert.Equal(current.Version, $"v{one}");
        }
    }
}
