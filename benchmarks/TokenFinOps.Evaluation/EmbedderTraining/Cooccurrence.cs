using System.Numerics.Tensors;

namespace TokenFinOps.Evaluation.EmbedderTraining;

/// <summary>
/// First vectors of words: the positive pointwise mutual information of words within a window (Levy, Goldberg 2014), brought down to a few dimensions by subspace iteration
/// (Halko, Martinsson, Tropp 2011).
/// </summary>
internal sealed class Cooccurrence
{
    private const int Window = 4;
    private const int Iterations = 3;

    private readonly (int Word, int Context, float Value)[] _cells;
    private readonly int _words;

    public Cooccurrence(IEnumerable<string> texts, WordList words)
    {
        _words = words.Count;
        var counts = new Dictionary<(int, int), float>();
        foreach (string text in texts)
        {
            int[] places = [.. WordList.HashesOf(text).Select(words.PlaceOf)];
            for (int one = 0; one < places.Length; one++)
            {
                for (int other = one + 1; other < places.Length && other <= one + Window; other++)
                {
                    if (places[one] >= 0 && places[other] >= 0 && places[one] != places[other])
                    {
                        (int, int) key = places[one] < places[other] ? (places[one], places[other]) : (places[other], places[one]);
                        counts[key] = counts.GetValueOrDefault(key) + (1f / (other - one));
                    }
                }
            }
        }

        _cells = Informative(counts, _words);
    }

    public float[] Vectors(int dimensions, Random random)
    {
        var basis = new float[_words * dimensions];
        for (int i = 0; i < basis.Length; i++)
        {
            basis[i] = (float)(random.NextDouble() - 0.5);
        }

        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Orthonormalise(basis, dimensions);
            basis = Times(basis, dimensions);
        }

        return ScaledToUnitLength(basis, dimensions);
    }

    private static (int, int, float)[] Informative(Dictionary<(int One, int Other), float> counts, int words)
    {
        var sums = new double[words];
        foreach (((int one, int other), float count) in counts)
        {
            sums[one] += count;
            sums[other] += count;
        }

        // Contexts are smoothed, so that rare ones do not win (Levy, Goldberg, Dagan 2015).
        double total = sums.Sum();
        double smoothed = sums.Sum(static sum => Math.Pow(sum, 0.75));
        return [.. counts
            .SelectMany(static cell => new[] { (cell.Key.One, cell.Key.Other, cell.Value), (One: cell.Key.Other, Other: cell.Key.One, cell.Value) })
            .Select(cell => (cell.One, cell.Other, (float)Math.Log(cell.Value / sums[cell.One] / (Math.Pow(sums[cell.Other], 0.75) / smoothed))))
            .Where(cell => cell.Item3 > 0 && total > 0)];
    }

    private float[] Times(float[] basis, int dimensions)
    {
        var product = new float[basis.Length];
        foreach ((int word, int context, float value) in _cells)
        {
            Span<float> row = product.AsSpan(word * dimensions, dimensions);
            TensorPrimitives.MultiplyAdd(basis.AsSpan(context * dimensions, dimensions), value, row, row);
        }

        return product;
    }

    // Gram-Schmidt over columns, through the rows of the transpose.
    private void Orthonormalise(float[] basis, int dimensions)
    {
        var columns = new float[dimensions][];
        for (int column = 0; column < dimensions; column++)
        {
            float[] vector = columns[column] = new float[_words];
            for (int row = 0; row < _words; row++)
            {
                vector[row] = basis[(row * dimensions) + column];
            }

            for (int earlier = 0; earlier < column; earlier++)
            {
                TensorPrimitives.MultiplyAdd(columns[earlier], -TensorPrimitives.Dot<float>(columns[earlier], vector), vector, vector);
            }

            TensorPrimitives.Divide(vector, Math.Max(1e-12f, TensorPrimitives.Norm<float>(vector)), vector);
            for (int row = 0; row < _words; row++)
            {
                basis[(row * dimensions) + column] = vector[row];
            }
        }
    }

    private float[] ScaledToUnitLength(float[] vectors, int dimensions)
    {
        // The root of the spectrum: the first directions would drown the others (Caron 2001).
        for (int column = 0; column < dimensions; column++)
        {
            double sum = 0;
            for (int row = 0; row < _words; row++)
            {
                sum += vectors[(row * dimensions) + column] * vectors[(row * dimensions) + column];
            }

            float scale = (float)(1 / Math.Max(1e-6, Math.Pow(sum, 0.25)));
            for (int row = 0; row < _words; row++)
            {
                vectors[(row * dimensions) + column] *= scale;
            }
        }

        for (int row = 0; row < _words; row++)
        {
            Span<float> vector = vectors.AsSpan(row * dimensions, dimensions);
            TensorPrimitives.Divide(vector, Math.Max(1e-6f, TensorPrimitives.Norm<float>(vector)), vector);
        }

        return vectors;
    }
}
