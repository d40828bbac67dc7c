using TokenFinOps.Caching.VectorIndex;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Tests.Caching.VectorIndex;

public sealed class ExactVectorIndexTests
{
    private readonly ExactVectorIndex _index = new(3);

    [Fact]
    public void The_nearest_of_the_partition_is_found_at_any_length_of_the_vectors()
    {
        _index.Add(1, 10, [2, 0, 0]);
        _index.Add(1, 11, [1, 1, 0]);
        _index.Add(2, 12, [0, 0, 9]);

        Assert.True(_index.TryFindNearest(1, [0, 0.1f, 0], 0.7f, out VectorMatch match));
        Assert.Equal(11, match.Id);
        Assert.Equal(MathF.Sqrt(0.5f), match.Similarity, 1e-6f);
    }

    [Fact]
    public void Another_partition_is_never_looked_at()
    {
        _index.Add(1, 10, [1, 0, 0]);

        Assert.False(_index.TryFindNearest(UInt128.MaxValue, [1, 0, 0], -1, out _));
        Assert.False(_index.TryFindNearest((UInt128)1 << 64, [1, 0, 0], -1, out _));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_vector_without_direction_is_neither_added_nor_matched(float value)
    {
        _index.Add(1, 10, [1, 0, 0]);

        Assert.False(_index.Add(1, 10, [value, 0, 0]));
        Assert.False(_index.TryFindNearest(1, [value, 0, 0], -1, out _));
        Assert.True(_index.TryFindNearest(1, [1, 0, 0], 1, out _));
    }

    [Fact]
    public void Of_equals_the_lowest_id_is_first()
    {
        _index.Add(1, 30, [1, 2, 2]);
        _index.Add(1, -5, [2, 4, 4]);
        _index.Add(1, 20, [3, 6, 6]);
        var matches = new VectorMatch[2];

        Assert.Equal(2, _index.FindNearest(1, [1, 2, 2], 0.9f, matches));
        Assert.Equal([-5, 20], matches.Select(static match => match.Id));
    }

    [Fact]
    public void An_id_that_is_added_again_has_its_new_vector_and_partition_only()
    {
        _index.Add(1, 10, [1, 0, 0]);
        _index.Add(2, 10, [0, 1, 0]);

        Assert.Equal((1, 0, 1), (_index.Count, _index.CountOf(1), _index.CountOf(2)));
        Assert.False(_index.TryFindNearest(1, [1, 0, 0], -1, out _));
        Assert.True(_index.TryFindNearest(2, [0, 1, 0], 1, out _));
    }

    [Fact]
    public void What_is_removed_is_not_found()
    {
        _index.Add(1, 10, [1, 0, 0]);
        _index.Add(1, 11, [0, 1, 0]);
        _index.Add(2, 12, [0, 1, 0]);

        Assert.True(_index.Remove(10));
        Assert.False(_index.Remove(10));
        Assert.Equal(1, _index.RemovePartition(1));
        Assert.Equal(0, _index.RemovePartition(1));
        Assert.Equal((1, 0, 1), (_index.Count, _index.CountOf(1), _index.CountOf(2)));
        Assert.False(_index.TryFindNearest(1, [1, 0, 0], -1, out _));
    }

    [Fact]
    public void A_vector_of_another_embedder_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _index.Add(1, 10, [1, 0]));
        Assert.Throws<ArgumentException>(() => _index.TryFindNearest(1, [1, 0, 0, 0], 0.5f, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => _index.TryFindNearest(1, [1, 0, 0], 1.5f, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => _index.TryFindNearest(1, [1, 0, 0], float.NaN, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4_097)]
    public void Dimensions_have_limits(int dimensions) => Assert.Throws<ArgumentOutOfRangeException>(() => new ExactVectorIndex(dimensions));

    [Fact]
    public void An_option_that_makes_no_sense_is_refused_by_name()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ExactVectorIndex(8, new VectorIndexOptions { PlainUpTo = 1 }));

        Assert.Contains("PlainUpTo is 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3_000)]
    public async Task Several_questions_at_once_get_the_answers_of_one_by_one(int entries)
    {
        VectorSet set = new VectorGenerator("clustered", 70, 3).Make(entries, 31);
        set.Query(5).ToArray().CopyTo(set.Queries, 6 * 70);
        Array.Clear(set.Queries, 7 * 70, 70);
        var index = new ExactVectorIndex(70);
        for (int i = 0; i < entries; i++)
        {
            index.Add(9, i, set.Entry(i));
        }

        await index.Training;
        var matches = new VectorMatch?[31];
        int found = index.FindNearestOfEach(9, set.Queries, 0.8f, matches);

        VectorMatch?[] expected = [.. Enumerable.Range(0, 31).Select(i => index.TryFindNearest(9, set.Query(i), 0.8f, out VectorMatch match) ? match : (VectorMatch?)null)];
        Assert.Equal(expected, matches);
        Assert.Equal(expected.Count(static match => match is not null), found);
        Assert.InRange(found, 10, 30);
    }

    [Fact]
    public async Task A_search_allocates_nothing()
    {
        VectorSet set = new VectorGenerator("clustered", 64, 4).Make(200, 20);
        var index = new ExactVectorIndex(64, new VectorIndexOptions { PlainUpTo = 64, ChunkEntries = 64 });
        for (int i = 0; i < 200; i++)
        {
            index.Add(1, i, set.Entry(i));
        }

        await index.Training;
        var matches = new VectorMatch[3];
        var each = new VectorMatch?[20];
        index.FindNearest(1, set.Query(0), 0.5f, matches);
        index.FindNearestOfEach(1, set.Queries, 0.5f, each);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            index.FindNearest(1, set.Query(i), 0.5f, matches);
        }

        index.FindNearestOfEach(1, set.Queries, 0.5f, each);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_partition_of_one_entry_costs_little_beside_its_vector()
    {
        const int Partitions = 2_000;
        var index = new ExactVectorIndex(16);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Partitions; i++)
        {
            index.Add((UInt128)i, i, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Partitions, 64, 900);
    }
}
