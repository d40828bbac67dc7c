using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Writes one ledger entry for every call of the embedding generator it wraps.</summary>
/// <remarks>The same rules as for <see cref="MeteringChatClient"/>. Put it next to the provider, inside an embedding cache. Thread-safe.</remarks>
public sealed class MeteringEmbeddingGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private readonly CostRecorder _recorder;
    private readonly MeteredDeployment _deployment;

    /// <summary>Initializes a new instance of the <see cref="MeteringEmbeddingGenerator"/> class.</summary>
    /// <param name="innerGenerator">The provider's generator.</param>
    /// <param name="recorder">What prices and records the calls.</param>
    /// <param name="options">How they are metered, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists everything that is wrong.</exception>
    public MeteringEmbeddingGenerator(
        IEmbeddingGenerator<string, Embedding<float>> innerGenerator, CostRecorder recorder, MeteringOptions? options = null)
        : base(innerGenerator)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        _recorder = recorder;
        var metadata = innerGenerator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        _deployment = new MeteredDeployment(
            options ?? new MeteringOptions(), "embeddings", metadata?.ProviderName, metadata?.ProviderUri, metadata?.DefaultModelId, mayBeSum: false);
    }

    /// <inheritdoc/>
    /// <exception cref="TagPolicyException">The call's tags break a tag policy that refuses such calls.</exception>
    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        IReadOnlyCollection<string> texts = values as IReadOnlyCollection<string> ?? [.. values];
        Attempt attempt = _recorder.Begin(_deployment, _recorder.Capture(), MeteringNotes.None, texts, null, options?.ModelId);
        return MeterAsync(attempt, texts, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType == typeof(ICostLedger))
        {
            return _recorder.Ledger;
        }

        return serviceKey is null && serviceType == typeof(CostRecorder) ? _recorder : base.GetService(serviceType, serviceKey);
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> MeterAsync(
        Attempt attempt, IReadOnlyCollection<string> texts, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        await _recorder.AdmitAsync(attempt, cancellationToken);
        GeneratedEmbeddings<Embedding<float>> embeddings;
        try
        {
            embeddings = await base.GenerateAsync(texts, options, cancellationToken);
        }
        catch (Exception exception)
        {
            attempt.EndBy(exception);
            await _recorder.RecordAsync(attempt, null);
            throw;
        }

        _recorder.Guard(
            static (attempt, made) => attempt.Complete(made.Usage, made.Count > 0 ? made[0].ModelId : null, made.AdditionalProperties), attempt, embeddings);
        await _recorder.RecordAsync(attempt, null);
        return embeddings;
    }
}
