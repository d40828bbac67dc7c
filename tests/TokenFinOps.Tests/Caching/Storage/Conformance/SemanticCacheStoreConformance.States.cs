using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Tests.Caching.Storage.Conformance;

public abstract partial class SemanticCacheStoreConformance
{
    [Fact]
    public async Task What_is_kept_under_a_key_is_there_for_others_until_it_is_replaced()
    {
        string longest = string.Concat(Enumerable.Repeat("{\"features\":\"Müller 株式会社 '; DROP TABLE cache_state; --\"}", 20_000));
        ISemanticCacheStore store = Open();
        Assert.Null(await store.LoadStateAsync("policy/a", Cancelled));

        await store.SaveStateAsync("policy/a", "first", Cancelled);
        await store.SaveStateAsync("policy/A", "another", Cancelled);
        await store.SaveStateAsync("policy/a", longest, Cancelled);

        Assert.Equal((longest, "another", null), (
            await Open().LoadStateAsync("policy/a", Cancelled),
            await Open().LoadStateAsync("policy/A", Cancelled),
            await Open().LoadStateAsync("policy/b", Cancelled)));
    }
}
