using Microsoft.Extensions.AI;
using TokenFinOps.Embeddings;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>The policy that is used where none is set.</summary>
internal static class DefaultPolicy
{
    private const double FalseHitShare = 0.02;

    // Vectors of models lie closer together than those of words, and nobody knows how close these do.
    private const float UnknownEmbedderThreshold = 0.95f;

    public static ICacheAcceptancePolicy For(bool hasJudge, IEmbeddingGenerator<string, Embedding<float>> embedder) =>
        hasJudge ? new AuditedAcceptancePolicy(FalseHitShare) : new StaticThresholdPolicy(ThresholdFor(embedder));

    private static float ThresholdFor(IEmbeddingGenerator<string, Embedding<float>> embedder) =>
        embedder.GetService(typeof(LexicalEmbeddingGenerator)) is null ? UnknownEmbedderThreshold : EmbedderCalibration.LexicalThreshold;
}
