using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Embeddings;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>The policy that is used where none is set.</summary>
internal static partial class DefaultPolicy
{
    private const double FalseHitShare = 0.02;

    // Vectors of models lie closer together than those of words, and nobody knows how close these do.
    private const float UnknownEmbedderThreshold = 0.95f;

    public static ICacheAcceptancePolicy For(bool hasJudge, IEmbeddingGenerator<string, Embedding<float>> embedder, ILogger logger) =>
        hasJudge ? new AuditedAcceptancePolicy(FalseHitShare) : new StaticThresholdPolicy(ThresholdFor(embedder, logger));

    private static float ThresholdFor(IEmbeddingGenerator<string, Embedding<float>> embedder, ILogger logger)
    {
        string? model = (embedder.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId;
        if (EmbedderCalibration.RecommendedThreshold(model) is { } threshold)
        {
            return threshold;
        }

        LogUnknown(logger, model, UnknownEmbedderThreshold);
        return UnknownEmbedderThreshold;
    }

    [LoggerMessage(LogLevel.Warning, "No threshold is known for the embedder '{Model}', so the semantic cache takes {Threshold}. Find its own with EmbedderCalibration.CalibrateAsync, on questions of the application, and set SemanticCacheOptions.Acceptance.")]
    private static partial void LogUnknown(ILogger logger, string? model, float threshold);
}
