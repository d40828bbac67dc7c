using System.Numerics.Tensors;
using QuickStart.Server.Answers;

namespace QuickStart.Server;

/// <summary>A text as a unit vector: every word adds its own few signed positions (feature hashing, Weinberger et al. 2009).</summary>
internal static class HashedEmbedding
{
    private const int PositionsPerWord = 8;
    private const uint SignBit = 0x8000_0000;

    public static float[] Of(string text, int dimensions)
    {
        float[] vector = new float[dimensions];
        foreach (string word in Words.Content(text).DefaultIfEmpty(text))
        {
            Add(word, vector);
        }

        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm == 0)
        {
            vector[0] = norm = 1;
        }

        TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }

    private static void Add(string word, float[] vector)
    {
        var hash = new StableHash();
        hash.Add(word);
        for (uint i = 1; i <= PositionsPerWord; i++)
        {
            hash.Add(i);
            vector[hash.Value % (uint)vector.Length] += (hash.Value & SignBit) == 0 ? 1 : -1;
        }
    }
}
