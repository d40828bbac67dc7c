using System.Numerics.Tensors;

namespace TokenFinOps.Evaluation.EmbedderTraining;

/// <summary>
/// Moves rows so that texts that mean alike are nearer than the others of their batch: symmetric InfoNCE with in-batch negatives (van den Oord, Li, Vinyals 2018; Gao, Yao, Chen,
/// SimCSE, 2021, for two views of one text), by AdaGrad on the rows that occur (Duchi, Hazan, Singer 2011).
/// </summary>
internal sealed class ContrastiveTrainer(float[] rows, int dimensions, float temperature, float rate)
{
    private readonly float[] _squares = new float[rows.Length];

    /// <summary>Does one step on a batch of pairs.</summary>
    /// <returns>The mean loss before it.</returns>
    public double Step((int Row, float Weight)[][] firsts, (int Row, float Weight)[][] seconds)
    {
        int count = firsts.Length;
        (float[] one, float[] oneNorms) = Embed(firsts);
        (float[] other, float[] otherNorms) = Embed(seconds);
        var scores = new float[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                scores[(i * count) + j] = temperature * TensorPrimitives.Dot<float>(Row(one, i), Row(other, j));
            }
        }

        float[] slopes = Slopes(scores, count, out double loss);
        var oneSlopes = new float[one.Length];
        var otherSlopes = new float[other.Length];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                float slope = slopes[(i * count) + j];
                if (MathF.Abs(slope) > 1e-7f)
                {
                    TensorPrimitives.MultiplyAdd(Row(other, j), slope, Row(oneSlopes, i), Row(oneSlopes, i));
                    TensorPrimitives.MultiplyAdd(Row(one, i), slope, Row(otherSlopes, j), Row(otherSlopes, j));
                }
            }
        }

        Update(firsts, one, oneNorms, oneSlopes);
        Update(seconds, other, otherNorms, otherSlopes);
        return loss;
    }

    private Span<float> Row(float[] matrix, int row) => matrix.AsSpan(row * dimensions, dimensions);

    private (float[] Vectors, float[] Norms) Embed((int Row, float Weight)[][] texts)
    {
        var vectors = new float[texts.Length * dimensions];
        var norms = new float[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            Span<float> vector = Row(vectors, i);
            foreach ((int row, float weight) in texts[i])
            {
                TensorPrimitives.MultiplyAdd(Row(rows, row), weight, vector, vector);
            }

            norms[i] = Math.Max(1e-6f, TensorPrimitives.Norm<float>(vector));
            TensorPrimitives.Divide(vector, norms[i], vector);
        }

        return (vectors, norms);
    }

    // Of both directions' cross-entropy, by score.
    private float[] Slopes(float[] scores, int count, out double loss)
    {
        var slopes = new float[scores.Length];
        var line = new float[count];
        var soft = new float[count];
        loss = 0;
        for (int i = 0; i < count; i++)
        {
            TensorPrimitives.SoftMax<float>(scores.AsSpan(i * count, count), soft);
            loss -= Math.Log(Math.Max(1e-12, soft[i])) / count;
            for (int j = 0; j < count; j++)
            {
                slopes[(i * count) + j] += soft[j] - (i == j ? 1 : 0);
                line[j] = scores[(j * count) + i];
            }

            TensorPrimitives.SoftMax<float>(line, soft);
            for (int j = 0; j < count; j++)
            {
                slopes[(j * count) + i] += soft[j] - (i == j ? 1 : 0);
            }
        }

        TensorPrimitives.Multiply(slopes, temperature / (2 * count), slopes);
        return slopes;
    }

    private void Update((int Row, float Weight)[][] texts, float[] vectors, float[] norms, float[] slopes)
    {
        var slope = new float[dimensions];
        for (int i = 0; i < texts.Length; i++)
        {
            // Through the division by the length: what lies along the vector does not count.
            TensorPrimitives.MultiplyAdd(Row(vectors, i), -TensorPrimitives.Dot<float>(Row(vectors, i), Row(slopes, i)), Row(slopes, i), slope);
            TensorPrimitives.Divide(slope, norms[i], slope);
            foreach ((int row, float weight) in texts[i])
            {
                Span<float> values = Row(rows, row);
                Span<float> squares = Row(_squares, row);
                for (int k = 0; k < dimensions; k++)
                {
                    float step = weight * slope[k];
                    squares[k] += step * step;
                    values[k] -= rate * step / (MathF.Sqrt(squares[k]) + 1e-6f);
                }
            }
        }
    }
}
