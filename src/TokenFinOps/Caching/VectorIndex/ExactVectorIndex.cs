using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Caching.VectorIndex.Search;
using TokenFinOps.Caching.VectorIndex.Segments;

namespace TokenFinOps.Caching.VectorIndex;

/// <summary>
/// Finds the nearest vectors by cosine, above a threshold, within a partition: exactly, never approximately. What it answers is what
/// multiplying the query with every vector of the partition would answer, to the bit, on every processor.
/// <list type="number">
/// <item>Vectors are brought to length 1. A partition of up to <see cref="VectorIndexOptions.PlainUpTo"/> entries is multiplied through.</item>
/// <item>Above, a rotation learned from the index's own vectors (principal components) puts what tells them apart into few coordinates.
/// An entry's first coordinates are kept in one byte each, with the norm of the rest; by the Cauchy–Schwarz inequality they bound its
/// similarity from above, and most entries are ruled out by them alone.</item>
/// <item>The next coordinates rule out most of what is left, and the few that remain are multiplied in full. The bounds include the
/// rounding of codes, weights and floats, so no match is ever lost; a bad rotation costs time, not matches.</item>
/// <item>What was found raises the bar for the entries that follow.</item>
/// </list>
/// Searches take no lock, allocate nothing and wait for no one; changes wait for each other. A search beside changes answers with
/// entries that were there at some moment while it ran. The rotation is learned anew beside both as the index grows.
/// An entry of <c>d</c> dimensions takes <c>4·d</c> bytes for its vector, 45 to 80 for its id and place, and in partitions above
/// <see cref="VectorIndexOptions.PlainUpTo"/> the bytes of its codes, 50 to 260.
/// </summary>
/// <remarks>
/// When the vectors are unlike anything that can be told apart by few coordinates, all entries survive and a search takes little more than
/// multiplying everything. The layout of the scan follows PDX (Kuffo, Krippner and Boncz, 2025, arXiv 2503.04422); nothing here is probabilistic.
/// </remarks>
public sealed class ExactVectorIndex
{
    /// <summary>The most dimensions that a vector may have.</summary>
    public const int MostDimensions = 4096;

    private readonly Lock _gate = new();
    private readonly IndexShape _shape;
    private readonly EntryTable _entries;
    private readonly SegmentSearch _search;
    private readonly Upkeep _upkeep;

    /// <summary>Makes an empty index.</summary>
    /// <param name="dimensions">How many numbers a vector has, 1 to 4,096.</param>
    /// <param name="options">How it works, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExactVectorIndex(int dimensions, VectorIndexOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MostDimensions);
        options ??= new VectorIndexOptions();
        options.Validate();
        Dimensions = dimensions;
        _shape = new IndexShape(FloatKernel.Stride(dimensions), options.ChunkEntries, options.PlainUpTo, options.Width);
        _entries = new EntryTable(_shape);
        _search = new SegmentSearch(_shape, dimensions);
        _upkeep = new Upkeep(_entries, _shape, _gate, options, dimensions);
    }

    /// <summary>Gets how many numbers a vector has.</summary>
    public int Dimensions { get; }

    /// <summary>Gets how many entries there are, in all partitions.</summary>
    public int Count => _entries.Count;

    /// <summary>Gets the background work that runs, or ran last: it is complete when everything is encoded.</summary>
    public Task Training => _upkeep.Running;

    /// <summary>Learns the rotation anew and encodes all entries with it, in the background.</summary>
    /// <returns>The work.</returns>
    public Task TrainAsync() => _upkeep.TrainAsync();

    /// <summary>Gets the size in bytes of vectors, codes and tables. It walks the index, and changes wait meanwhile.</summary>
    public long SizeInBytes
    {
        get
        {
            lock (_gate)
            {
                long bytes = _entries.Bytes;
                foreach (Segment segment in _entries.Segments)
                {
                    for (Chunk? chunk = segment.First; chunk is not null; chunk = chunk.Next)
                    {
                        bytes += chunk.Bytes;
                    }
                }

                return bytes;
            }
        }
    }

    /// <summary>Gets how many entries a partition has.</summary>
    public int CountOf(UInt128 partition) => _entries.Find(partition)?.Live ?? 0;

    /// <summary>Adds a vector, or gives an id another vector and partition.</summary>
    /// <returns><see langword="false"/>, and nothing is changed, when the vector is zero or not finite: it has no direction and matches nothing.</returns>
    /// <exception cref="ArgumentException">The vector has another number of dimensions than the index.</exception>
    public bool Add(UInt128 partition, long id, ReadOnlySpan<float> vector)
    {
        Check(vector.Length);
        Span<float> unit = stackalloc float[_shape.Stride];
        if (!UnitVector.TryNormalize(vector, unit))
        {
            return false;
        }

        lock (_gate)
        {
            if (_entries.Add(partition, id, unit) is { } extended)
            {
                _upkeep.ChunkBegun(extended);
            }
        }

        return true;
    }

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(long id)
    {
        lock (_gate)
        {
            return _entries.Remove(id);
        }
    }

    /// <summary>Removes all entries of a partition.</summary>
    /// <returns>How many there were.</returns>
    public int RemovePartition(UInt128 partition)
    {
        lock (_gate)
        {
            return _entries.RemovePartition(partition);
        }
    }

    /// <summary>Finds the nearest entry.</summary>
    /// <param name="partition">Where to look.</param>
    /// <param name="query">The vector, of any length; one that is zero or not finite matches nothing.</param>
    /// <param name="threshold">The least similarity, −1 to 1.</param>
    /// <param name="match">The nearest entry; of equals, the one with the lowest id.</param>
    /// <returns>Whether there is one at or above the threshold.</returns>
    /// <exception cref="ArgumentException">The vector has another number of dimensions than the index, or the threshold is not a cosine.</exception>
    public bool TryFindNearest(UInt128 partition, ReadOnlySpan<float> query, float threshold, out VectorMatch match)
    {
        match = default;
        return FindNearest(partition, query, threshold, new Span<VectorMatch>(ref match)) == 1;
    }

    /// <summary>Finds the nearest entries, as many as there is room for, best first; of equals, the one with the lower id.</summary>
    /// <param name="partition">Where to look.</param>
    /// <param name="query">The vector, of any length; one that is zero or not finite matches nothing.</param>
    /// <param name="threshold">The least similarity, −1 to 1.</param>
    /// <param name="destination">Takes the matches; meant for few.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentException">The vector has another number of dimensions than the index, or the threshold is not a cosine.</exception>
    public int FindNearest(UInt128 partition, ReadOnlySpan<float> query, float threshold, Span<VectorMatch> destination)
    {
        Check(query.Length);
        Check(threshold);
        if (destination.IsEmpty || _entries.Find(partition) is not { } segment)
        {
            return 0;
        }

        Span<float> unit = stackalloc float[_shape.Stride];
        return UnitVector.TryNormalize(query, unit) ? _search.Nearest(segment, unit, threshold, destination) : 0;
    }

    /// <summary>Finds the nearest entry of each of several queries, four at a time: quicker than one by one.</summary>
    /// <param name="partition">Where to look.</param>
    /// <param name="queries">The vectors, one after the other.</param>
    /// <param name="threshold">The least similarity, −1 to 1.</param>
    /// <param name="destination">Takes the nearest entry of every query, or <see langword="null"/>.</param>
    /// <returns>How many queries have one.</returns>
    /// <exception cref="ArgumentException">The queries are no whole number of vectors, there is not room for each, or the threshold is not a cosine.</exception>
    public int FindNearestOfEach(UInt128 partition, ReadOnlySpan<float> queries, float threshold, Span<VectorMatch?> destination)
    {
        Check(threshold);
        (int count, int left) = Math.DivRem(queries.Length, Dimensions);
        if (left != 0 || destination.Length < count)
        {
            throw new ArgumentException($"{queries.Length} numbers are not up to {destination.Length} vectors of {Dimensions}; give whole vectors, and room for each.", nameof(queries));
        }

        destination[..count].Clear();
        return _entries.Find(partition) is { } segment ? _search.NearestOfEach(segment, queries, threshold, destination[..count]) : 0;
    }

    private void Check(int length)
    {
        if (length != Dimensions)
        {
            throw new ArgumentException($"The vector has {length} dimensions and the index {Dimensions}; use vectors of one embedder.");
        }
    }

    private static void Check(float threshold)
    {
        if (!(threshold is >= -1 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, $"The threshold is {threshold}; use a cosine, −1 to 1.");
        }
    }
}
