using TokenFinOps.Caching.VectorIndex;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Tests.Caching.VectorIndex;

/// <summary>Learning waits for its scheduler, and answers do not wait for learning.</summary>
public sealed class UpkeepTests
{
    private const int Dimensions = 64;

    private readonly HeldScheduler _scheduler = new();
    private readonly VectorSet _set = new VectorGenerator("clustered", Dimensions, 6).Make(3_000, 50);
    private readonly ExactVectorIndex _index;

    public UpkeepTests() => _index = new ExactVectorIndex(Dimensions, new VectorIndexOptions { PlainUpTo = 256, ChunkEntries = 64, SampleSize = 256, Scheduler = _scheduler });

    [Fact]
    public void A_small_partition_asks_for_no_learning()
    {
        Add(0, 256);

        Assert.Equal(0, _scheduler.Waiting);
        Assert.True(_index.Training.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_partition_that_grows_large_is_learned_from_once_and_again_when_it_has_grown_much()
    {
        Add(0, 400);
        Assert.Equal(1, _scheduler.Waiting);
        long before = _index.SizeInBytes;
        _scheduler.RunAll();
        Assert.True(_index.SizeInBytes > before);

        Add(400, 1_200);
        Assert.Equal(0, _scheduler.Waiting);
        Add(1_200, 3_000);
        Assert.Equal(1, _scheduler.Waiting);
    }

    [Fact]
    public void Answers_are_the_same_before_during_and_after_learning()
    {
        Add(0, 1_000);
        VectorMatch[] before = Answers();
        _scheduler.RunAll();
        VectorMatch[] after = Answers();
        Add(1_000, 1_001);
        _index.Remove(1_000);

        Assert.Equal(before, after);
        Assert.Equal(before, Answers());
        Assert.Contains(before, static match => match.Similarity > 0.9f);
    }

    [Fact]
    public void What_is_removed_gives_its_memory_back()
    {
        Add(0, 3_000);
        long full = _index.SizeInBytes;
        for (int id = 0; id < 2_800; id++)
        {
            _index.Remove(id);
        }

        Assert.InRange(_index.SizeInBytes, 1, full / 4);
        Assert.Equal(200, _index.CountOf(1));
    }

    private void Add(int from, int to)
    {
        for (int id = from; id < to; id++)
        {
            _index.Add(1, id, _set.Entry(id));
        }
    }

    private VectorMatch[] Answers() =>
        [.. Enumerable.Range(0, _set.QueryCount).Select(i => _index.TryFindNearest(1, _set.Query(i), 0.5f, out VectorMatch match) ? match : default)];

    private sealed class HeldScheduler : TaskScheduler
    {
        private readonly Queue<Task> _tasks = new();

        public int Waiting => _tasks.Count;

        public void RunAll()
        {
            while (_tasks.TryDequeue(out Task? task))
            {
                Assert.True(TryExecuteTask(task));
            }
        }

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

        protected override void QueueTask(Task task) => _tasks.Enqueue(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    }
}
