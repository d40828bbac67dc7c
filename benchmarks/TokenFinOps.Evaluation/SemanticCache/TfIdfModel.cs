using System.Numerics.Tensors;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>
/// TF-IDF over lower-cased words, with the rarity of words counted in the very texts that are measured (an advantage: it has seen them, without their labels), hashed into
/// many dimensions so that hardly two words share one.
/// </summary>
internal sealed class TfIdfModel : ITextModel
{
    private readonly Dictionary<string, int> _documents = [];
    private readonly int _count;

    public TfIdfModel(IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            _count++;
            foreach (string word in Words(text).Distinct())
            {
                _documents[word] = _documents.GetValueOrDefault(word) + 1;
            }
        }
    }

    public string Prefix => "tfidf_";

    public int Dimensions => 8_192;

    public void Embed(string text, Span<float> vector)
    {
        vector.Clear();
        foreach (string word in Words(text))
        {
            ulong hash = CharGramModel.Hash(word);
            float rarity = MathF.Log((1f + _count) / (1 + _documents.GetValueOrDefault(word))) + 1;
            vector[(int)(hash >> 1) & (Dimensions - 1)] += (hash & 1) == 0 ? rarity : -rarity;
        }

        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }
    }

    private static IEnumerable<string> Words(string text) => CharGramModel.Words(text).Select(range => text[range].ToLowerInvariant());
}
