using System.Buffers;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Scores a prompt by what the strong model gained on the labelled prompts that are most like it.</summary>
/// <remarks>
/// <para>
/// Likeness is the cosine of words and pairs of words, weighted by how rare they are (TF-IDF). The gains of the nearest are averaged by likeness and shrunk to
/// the mean of all, so a prompt like no other scores as the average one. An inverted index finds them exactly. It is larger and slower than
/// <see cref="ComplexityModel"/> and learns by adding examples instead of by training.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class NearestPrompts : IPromptScorer
{
    /// <summary>How many neighbours are asked unless said otherwise.</summary>
    public const int DefaultNeighbours = 80;

    private const int Bits = 17;
    private const double TooCommon = 0.2;
    private const int FewRows = 50;

    // A neighbour that shares every word counts 1; the mean counts as much as two of them.
    private const double MeanWeight = 2;

    private readonly int _neighbours;
    private readonly float[] _gains;
    private readonly double _mean;
    private readonly float[] _rarity;
    private readonly int[] _start;
    private readonly int[] _rows;
    private readonly float[] _weights;

    /// <summary>Initializes an index.</summary>
    /// <param name="examples">The labelled prompts.</param>
    /// <param name="neighbours">How many of the nearest are asked. The default is 80.</param>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="neighbours"/> is not positive.</exception>
    public NearestPrompts(IReadOnlyList<RoutingExample> examples, int neighbours = DefaultNeighbours)
        : this(FeatureTable.Read(Checked(examples), Bits), [.. Enumerable.Range(0, examples.Count)], [.. examples.Select(static example => example.Gain)], neighbours)
    {
    }

    internal NearestPrompts(FeatureTable table, int[] rows, ReadOnlySpan<double> gains, int neighbours)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(neighbours);
        _neighbours = Math.Min(neighbours, rows.Length);
        _gains = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            _gains[i] = (float)gains[rows[i]];
            _mean += _gains[i] / (double)rows.Length;
        }

        int[] documents = CountDocuments(table, rows);
        _rarity = [.. documents.Select(count => Rarity(count, rows.Length))];
        _start = Starts(documents, _rarity);
        _rows = new int[_start[^1]];
        _weights = new float[_start[^1]];
        FillPostings(table, rows);
    }

    /// <summary>Gets how many labelled prompts there are.</summary>
    public int Count => _gains.Length;

    internal static int TermBits => Bits;

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<char> prompt)
    {
        int[] terms = ArrayPool<int>.Shared.Rent(PromptReader.MaxTerms);
        ulong[] seen = ArrayPool<ulong>.Shared.Rent(PromptReader.SeenWords(Bits));
        Array.Clear(seen);
        Span<float> features = stackalloc float[PromptCounts.Features];
        int count = PromptReader.Read(prompt, Bits, terms.AsSpan(0, PromptReader.MaxTerms), seen, features);
        double score = Score(terms.AsSpan(0, count));
        ArrayPool<ulong>.Shared.Return(seen);
        ArrayPool<int>.Shared.Return(terms);
        return score;
    }

    internal double Score(ReadOnlySpan<int> terms)
    {
        float[] likeness = ArrayPool<float>.Shared.Rent(_gains.Length);
        Array.Clear(likeness, 0, _gains.Length);
        float norm = 0;
        foreach (int term in terms)
        {
            float rarity = _rarity[term];
            norm += rarity * rarity;
            for (int posting = _start[term]; posting < _start[term + 1]; posting++)
            {
                likeness[_rows[posting]] += rarity * _weights[posting];
            }
        }

        double score = norm > 0 ? Average(likeness.AsSpan(0, _gains.Length), MathF.Sqrt(norm)) : _mean;
        ArrayPool<float>.Shared.Return(likeness);
        return score;
    }

    private double Average(ReadOnlySpan<float> likeness, float norm)
    {
        var nearest = new PriorityQueue<int, float>(_neighbours + 1);
        for (int row = 0; row < likeness.Length; row++)
        {
            if (nearest.Count < _neighbours)
            {
                nearest.Enqueue(row, likeness[row]);
            }
            else if (nearest.TryPeek(out _, out float least) && likeness[row] > least)
            {
                nearest.EnqueueDequeue(row, likeness[row]);
            }
        }

        double sum = MeanWeight * _mean;
        double weight = MeanWeight;
        foreach ((int row, float like) in nearest.UnorderedItems)
        {
            sum += like / norm * _gains[row];
            weight += like / norm;
        }

        return sum / weight;
    }

    private void FillPostings(FeatureTable table, int[] rows)
    {
        int[] next = _start[..^1];
        for (int row = 0; row < rows.Length; row++)
        {
            ReadOnlySpan<int> terms = table.Terms(rows[row]);
            float norm = 0;
            foreach (int term in terms)
            {
                norm += _rarity[term] * _rarity[term];
            }

            float scale = norm > 0 ? 1 / MathF.Sqrt(norm) : 0;
            foreach (int term in terms)
            {
                if (_rarity[term] > 0)
                {
                    _rows[next[term]] = row;
                    _weights[next[term]++] = _rarity[term] * scale;
                }
            }
        }
    }

    private static int[] CountDocuments(FeatureTable table, int[] rows)
    {
        int[] documents = new int[1 << Bits];
        foreach (int row in rows)
        {
            foreach (int term in table.Terms(row))
            {
                documents[term]++;
            }
        }

        return documents;
    }

    // Words that nearly every prompt has tell them least apart, and would cost most of the time.
    private static float Rarity(int documents, int rows) =>
        documents == 0 || (documents > TooCommon * rows && rows > FewRows) ? 0 : MathF.Log((1 + rows) / (1f + documents)) + 1;

    private static int[] Starts(int[] documents, float[] rarity)
    {
        int[] start = new int[documents.Length + 1];
        for (int term = 0; term < documents.Length; term++)
        {
            start[term + 1] = start[term] + (rarity[term] > 0 ? documents[term] : 0);
        }

        return start;
    }

    private static IReadOnlyList<RoutingExample> Checked(IReadOnlyList<RoutingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return examples.Count > 0 ? examples : throw new ArgumentException("There are no examples; give at least one prompt with the quality of both answers.", nameof(examples));
    }
}
