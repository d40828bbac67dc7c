using TokenFinOps.Caching.VectorIndex;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Tests.Caching.VectorIndex;

/// <summary>Readers beside a writer: what is there all the time is always found, what is found was there during the search, and no vector is ever half another's.</summary>
public sealed class ConcurrencyTests
{
    private const int Dimensions = 48;
    private const int Permanent = 400;
    private const int Passing = 3_000;
    private const int Kept = 500;

    private readonly VectorSet _set = new VectorGenerator("clustered", Dimensions, 5).Make(Permanent + Passing, 1);
    private readonly ExactVectorIndex _index = new(Dimensions, new VectorIndexOptions { PlainUpTo = 64, ChunkEntries = 64, SampleSize = 256 });
    private readonly long[] _addedAt = new long[Permanent + Passing];
    private readonly long[] _removedAt = new long[Permanent + Passing];
    private long _clock;
    private volatile bool _isOver;

    [Fact]
    public async Task Searches_beside_changes_and_learning_are_right()
    {
        for (int id = 0; id < Permanent; id++)
        {
            _index.Add(1, id, _set.Entry(id));
        }

        Task<int>[] readers = [.. Enumerable.Range(0, 3).Select(seed => Task.Run(() => Read(seed)))];
        await Task.Run(WriteAsync, TestContext.Current.CancellationToken);
        _isOver = true;
        int[] searches = await Task.WhenAll(readers);

        Assert.All(searches, static count => Assert.True(count > 0));
        Assert.Equal(Permanent + Kept, _index.Count);
    }

    private async Task WriteAsync()
    {
        var learning = new List<Task>();
        for (int i = 0; i < Passing; i++)
        {
            int id = Permanent + i;
            Volatile.Write(ref _addedAt[id], Interlocked.Increment(ref _clock));
            _index.Add(1, id, _set.Entry(id));
            // Permanent entries are replaced by themselves: at no moment may they be missing.
            int again = i * 13 % Permanent;
            _index.Add(1, again, _set.Entry(again));
            if (i >= Kept)
            {
                int gone = id - Kept;
                _index.Remove(gone);
                Volatile.Write(ref _removedAt[gone], Interlocked.Increment(ref _clock));
            }

            if (i % 800 == 300)
            {
                learning.Add(_index.TrainAsync());
            }
        }

        await Task.WhenAll(learning);
    }

    private int Read(int seed)
    {
        var random = new Random(seed);
        var matches = new VectorMatch[4];
        int searches = 0;
        while (!_isOver || searches == 0)
        {
            int wanted = random.Next(Permanent);
            long start = Interlocked.Increment(ref _clock);
            int count = _index.FindNearest(1, _set.Entry(wanted), 0.6f, matches);
            VectorMatch[] found = matches[..count];
            Assert.Equal(1, found[0].Similarity, 1e-6f);
            Assert.Contains(found, match => match.Id == wanted);
            Assert.Equal(count, found.DistinctBy(static match => match.Id).Count());
            Assert.All(found, match => Check(match, wanted, start));
            searches++;
        }

        return searches;
    }

    private void Check(VectorMatch match, int wanted, long start)
    {
        int id = (int)match.Id;
        long removed = Volatile.Read(ref _removedAt[id]);
        Assert.True(removed == 0 || removed > start, $"{id} was removed at {removed}, before the search at {start}.");
        Assert.True(id < Permanent || Volatile.Read(ref _addedAt[id]) > 0, $"{id} was not there yet.");
        double exact = 0;
        for (int i = 0; i < Dimensions; i++)
        {
            exact += (double)_set.Entry(id)[i] * _set.Entry(wanted)[i];
        }

        Assert.Equal(exact, match.Similarity, 1e-5);
    }
}
