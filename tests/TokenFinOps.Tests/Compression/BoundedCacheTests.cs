using CsCheck;
using TokenFinOps.Compression;

namespace TokenFinOps.Tests.Compression;

public sealed class BoundedCacheTests
{
    [Fact]
    public void It_never_holds_more_bytes_than_it_may_and_what_was_used_last_is_there() =>
        Gen.Select(Gen.Int[0, 20], Gen.Long[0, 60]).Array[1, 200].Sample(
            static sets =>
            {
                var cache = new BoundedCache<int, string>(100);
                foreach ((int key, long size) in sets)
                {
                    cache.Set(key, $"{key}:{size}", size);
                    Assert.InRange(cache.Size, size, 100);
                    Assert.True(cache.TryGet(key, out string? value));
                    Assert.Equal($"{key}:{size}", value);
                }
            },
            iter: 1_000,
            seed: "0000kAtA10h2");

    [Fact]
    public void What_is_larger_than_the_whole_cache_is_not_kept_and_pushes_nothing_out()
    {
        var cache = new BoundedCache<int, string>(100);
        cache.Set(1, "one", 60);

        cache.Set(2, "two", 101);

        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(1, out _));
    }
}
