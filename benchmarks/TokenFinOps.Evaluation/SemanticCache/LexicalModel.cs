using TokenFinOps.Embeddings;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>The embedder that the SDK has by default.</summary>
internal sealed class LexicalModel : ITextModel
{
    public string Prefix => string.Empty;

    public int Dimensions => LexicalEmbeddingGenerator.Dimensions;

    public void Embed(string text, Span<float> vector) => LexicalEmbeddingGenerator.Embed(text, vector);
}
