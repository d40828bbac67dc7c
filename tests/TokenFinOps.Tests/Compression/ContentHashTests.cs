using TokenFinOps.Compression;

namespace TokenFinOps.Tests.Compression;

public sealed class ContentHashTests
{
    [Fact]
    public void Nobody_can_tell_beforehand_which_texts_collide() => Assert.NotEqual(new ContentHash().Of("a result"), new ContentHash().Of("a result"));

    [Fact]
    public void One_instance_tells_texts_apart_and_knows_them_again()
    {
        var hash = new ContentHash();

        Assert.Equal(hash.Of("a result"), hash.Of("a result"));
        Assert.NotEqual(hash.Of("a result"), hash.Of("A result"));
        Assert.Equal(hash.Of(1, ["a", "b"]), hash.Of(1, ["a", "b"]));
        Assert.NotEqual(hash.Of(1, ["a", "b"]), hash.Of(2, ["a", "b"]));
        Assert.NotEqual(hash.Of(1, ["a", "b"]), hash.Of(1, ["b", "a"]));
    }
}
