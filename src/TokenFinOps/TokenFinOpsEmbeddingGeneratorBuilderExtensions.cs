using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps;

/// <summary>Adds TokenFinOps to embedding generators.</summary>
public static class TokenFinOpsEmbeddingGeneratorBuilderExtensions
{
    /// <summary>Meters, prices and attributes every call. Add it after caches, nearest to the provider.</summary>
    /// <param name="builder">The generator's builder.</param>
    /// <param name="recorder">What prices and records the calls; <see langword="null"/> for the one that <c>AddTokenFinOps</c> registers.</param>
    /// <param name="configure">Changes how this generator's calls are metered and priced.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid; thrown when the generator is built.</exception>
    /// <exception cref="InvalidOperationException">There is no recorder; thrown when the generator is built.</exception>
    public static EmbeddingGeneratorBuilder<string, Embedding<float>> UseTokenFinOps(
        this EmbeddingGeneratorBuilder<string, Embedding<float>> builder, CostRecorder? recorder = null, Action<MeteringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
        {
            var options = new MeteringOptions();
            configure?.Invoke(options);
            return new MeteringEmbeddingGenerator(inner, recorder ?? TokenFinOpsChatClientBuilderExtensions.Registered(services), options);
        });
    }
}
