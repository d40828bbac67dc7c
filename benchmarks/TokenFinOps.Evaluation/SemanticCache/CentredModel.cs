using System.Numerics.Tensors;
using TokenFinOps.Embeddings;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Ours, mean-centred on texts that are not measured.</summary>
internal sealed class CentredModel : ITextModel
{
    private readonly float[] _mean;

    private CentredModel(float[] mean) => _mean = mean;

    public string Prefix => "centred_";

    public int Dimensions => _mean.Length;

    public static async Task<CentredModel> FitAsync(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        using MeanCentredEmbeddingGenerator generator = await MeanCentredEmbeddingGenerator.FitAsync(new LexicalEmbeddingGenerator(), texts, cancellationToken).ConfigureAwait(false);
        return new CentredModel(generator.Mean.ToArray());
    }

    public void Embed(string text, Span<float> vector)
    {
        if (LexicalEmbeddingGenerator.Embed(text, vector))
        {
            TensorPrimitives.Subtract(vector, _mean, vector);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        }
    }
}
