using TokenFinOps.Caching.VectorIndex;
using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Tests.Caching.VectorIndex;

/// <summary>Changes an index and a model in the same way, at random, and asks both the same: ordinary questions and mean ones.</summary>
internal sealed class Exactness
{
    private const int Neighbours = 3;

    private readonly Random _random;
    private readonly VectorSet _set;
    private readonly BruteForce _model;
    private readonly float[] _work;
    private long _nextId;

    public Exactness(string kind, int dimensions, int seed, KernelWidth width, int entries = 500)
    {
        _random = new Random(seed);
        _set = new VectorGenerator(kind, dimensions, seed).Make(entries, 300);
        _model = new BruteForce(dimensions);
        _work = new float[dimensions];
        Index = new ExactVectorIndex(dimensions, new VectorIndexOptions { PlainUpTo = 64, ChunkEntries = 64, SampleSize = 256, Width = width });
        for (int i = 0; i < entries; i++)
        {
            Add(_set.Entry(i));
        }
    }

    public ExactVectorIndex Index { get; }

    /// <summary>Asks so many questions, with changes between them.</summary>
    public void Ask(int questions)
    {
        for (int i = 0; i < questions; i++)
        {
            Change();
            AskOnce();
        }

        Assert.Equal(_model.Count, Index.Count);
    }

    private UInt128 Partition() => (UInt128)(_random.Next(8) == 0 ? 2 : 1);

    private void Add(ReadOnlySpan<float> vector)
    {
        // Ids are not in the order of slots: equals are decided by id.
        long id = (_nextId++ * 7_919) ^ 0x155;
        UInt128 partition = Partition();
        Assert.Equal(_model.Add(partition, id, vector), Index.Add(partition, id, vector));
    }

    private void Change()
    {
        switch (_random.Next(6))
        {
            case 0:
                Add(_set.Entry(_random.Next(_set.EntryCount)));
                break;
            case 1:
                Outlier();
                Add(_work);
                break;
            case 2:
                long id = AnyId();
                UInt128 partition = Partition();
                Near(id, 0.3f);
                Assert.Equal(_model.Add(partition, id, _work), Index.Add(partition, id, _work));
                break;
            case 3 or 4:
                long gone = AnyId();
                Assert.Equal(_model.Remove(gone), Index.Remove(gone));
                break;
            default:
                Assert.False(Index.Remove(-1));
                break;
        }
    }

    private void AskOnce()
    {
        Question();
        UInt128 partition = Partition();
        float threshold = Threshold(partition);
        Span<VectorMatch> found = stackalloc VectorMatch[Neighbours];
        int count = Index.FindNearest(partition, _work, threshold, found);
        VectorMatch[] expected = _model.FindNearest(partition, _work, threshold, Neighbours);
        Assert.Equal(expected, found[..count].ToArray());
        Assert.Equal(expected.Length > 0, Index.TryFindNearest(partition, _work, threshold, out VectorMatch match));
        Assert.Equal(expected.FirstOrDefault(), match);
    }

    private void Question()
    {
        switch (_random.Next(6))
        {
            case 0:
                _model.VectorOf(AnyId()).CopyTo(_work);
                break;
            case 1:
                Near(AnyId(), 0.6f);
                break;
            case 2:
                Outlier();
                break;
            case 3:
                _model.VectorOf(AnyId()).CopyTo(_work);
                Array.ForEach(Enumerable.Range(0, _work.Length).ToArray(), i => _work[i] *= -1e-30f);
                break;
            default:
                _set.Query(_random.Next(_set.QueryCount)).CopyTo(_work);
                break;
        }
    }

    // Half of the thresholds lie exactly on a similarity, or a bit above it.
    private float Threshold(UInt128 partition)
    {
        float threshold = 0.5f + (0.49f * _random.NextSingle());
        if (_random.Next(2) == 0 && _model.FindNearest(partition, _work, 0.5f, 4) is { Length: > 0 } near)
        {
            float edge = near[_random.Next(near.Length)].Similarity;
            threshold = _random.Next(2) == 0 ? edge : Math.Min(1, MathF.BitIncrement(edge));
        }

        return threshold;
    }

    private long AnyId() => _model.Ids.ElementAt(_random.Next(_model.Count));

    private void Near(long id, float distance)
    {
        ReadOnlySpan<float> vector = _model.VectorOf(id);
        for (int i = 0; i < _work.Length; i++)
        {
            _work[i] = vector[i] + (distance * (_random.NextSingle() - 0.5f) * 3.5f / MathF.Sqrt(_work.Length));
        }
    }

    // Like nothing that the rotation was learned from: few coordinates, of any size.
    private void Outlier()
    {
        Array.Clear(_work);
        for (int i = _random.Next(3); i >= 0; i--)
        {
            _work[_random.Next(_work.Length)] = (_random.NextSingle() - 0.5f) * MathF.Pow(10, _random.Next(-20, 20));
        }
    }
}
