using TokenFinOps.Caching.VectorIndex;
using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Caching.VectorIndex.Search;

namespace TokenFinOps.Tests.Caching.VectorIndex;

/// <summary>What the index must answer: every vector of the partition multiplied with the query.</summary>
internal sealed class BruteForce(int dimensions)
{
    private readonly Dictionary<long, (UInt128 Partition, float[] Unit)> _entries = [];

    public int Count => _entries.Count;

    public IReadOnlyCollection<long> Ids => _entries.Keys;

    public int CountOf(UInt128 partition) => _entries.Values.Count(entry => entry.Partition == partition);

    public ReadOnlySpan<float> VectorOf(long id) => _entries[id].Unit.AsSpan(0, dimensions);

    public bool Add(UInt128 partition, long id, ReadOnlySpan<float> vector)
    {
        float[] unit = new float[FloatKernel.Stride(dimensions)];
        bool isValid = UnitVector.TryNormalize(vector, unit);
        if (isValid)
        {
            _entries[id] = (partition, unit);
        }

        return isValid;
    }

    public bool Remove(long id) => _entries.Remove(id);

    public VectorMatch[] FindNearest(UInt128 partition, ReadOnlySpan<float> query, float threshold, int count)
    {
        float[] unit = new float[FloatKernel.Stride(dimensions)];
        if (!UnitVector.TryNormalize(query, unit))
        {
            return [];
        }

        var matches = new List<VectorMatch>();
        foreach ((long id, (UInt128 at, float[] vector)) in _entries)
        {
            if (at == partition && UnitVector.Similarity(unit, vector, KernelWidths.Widest) is var similarity && similarity >= threshold)
            {
                matches.Add(new VectorMatch(id, similarity));
            }
        }

        return [.. matches.OrderByDescending(static match => match.Similarity).ThenBy(static match => match.Id).Take(count)];
    }
}
