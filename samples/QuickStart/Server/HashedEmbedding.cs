using System.Numerics.Tensors;
using QuickStart.Server.Answers;

namespace QuickStart.Server;

/// <summary>A text as a unit vector: every word adds its own few signed positions (feature hashing, Weinberger et al. 2009).</summary>
internal static class HashedEmbedding
{
    private const int PositionsPerWord = 8;

    public static float[] Of(string text, int dimensions)
    {
        float[] vector = new float[dimensions];
        foreach (string word in Words.Content(text).DefaultIfEmpty(text))
        {
            uint hash = 2_166_136_261;
            foreach (char letter in word)
                hash = (hash ^ letter) * 16_777_619;
            for (int i = 0; i < PositionsPerWord; i++)
            {
                hash = (hash ^ (uint)(i + 1)) * 16_777_619;
                vector[hash % (uint)dimensions] += (hash & 0x8000_0000) == 0 ? 1 : -1;
            }
        }

        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm == 0)
            vector[0] = norm = 1;
        TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }
}
