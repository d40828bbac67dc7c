using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using TokenFinOps.Embeddings;

namespace TokenFinOps.Tests.Embeddings;

/// <summary>Taking out of the vectors what all questions share.</summary>
public sealed class MeanCentredEmbeddingGeneratorTests
{
    private static readonly string[] Sample = [.. Enumerable.Range(0, 80).Select(static number => $"card payment question about subject{number} or merchant{number}")];

    [Fact]
    public async Task Questions_of_one_domain_are_told_apart_better()
    {
        using MeanCentredEmbeddingGenerator centred = await FitAsync(Sample);

        float before = await SimilarityAsync(new LexicalEmbeddingGenerator());
        float after = await SimilarityAsync(centred);

        Assert.True(after < before - 0.1f, $"{before} {after}");
    }

    [Fact]
    public async Task Two_fits_are_two_embedders_and_one_fit_is_one_in_every_process()
    {
        using MeanCentredEmbeddingGenerator one = await FitAsync(Sample);
        using MeanCentredEmbeddingGenerator other = await FitAsync(Sample[..60]);
        using var restored = new MeanCentredEmbeddingGenerator(new LexicalEmbeddingGenerator(), one.Mean);

        Assert.StartsWith("tokenfinops-lexical-1+centred-", IdOf(one), StringComparison.Ordinal);
        Assert.NotEqual(IdOf(one), IdOf(other));
        Assert.Equal(IdOf(one), IdOf(restored));
        GeneratedEmbeddings<Embedding<float>> embeddings = await one.GenerateAsync(["card payment"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(IdOf(one), embeddings[0].ModelId);
    }

    [Fact]
    public async Task A_text_that_says_nothing_still_has_a_vector_of_zeroes_and_others_have_length_one()
    {
        using MeanCentredEmbeddingGenerator centred = await FitAsync(Sample);

        GeneratedEmbeddings<Embedding<float>> embeddings = await centred.GenerateAsync(["?", "refund my card"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0, TensorPrimitives.Norm(embeddings[0].Vector.Span));
        Assert.Equal(1, TensorPrimitives.Norm(embeddings[1].Vector.Span), 1e-5f);
        Assert.Equal(0, embeddings.Usage?.TotalTokenCount);
    }

    [Fact]
    public async Task A_sample_that_is_too_small_and_a_mean_of_another_embedder_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => FitAsync(Sample[..20]));
        Assert.Throws<ArgumentException>(() => new MeanCentredEmbeddingGenerator(new LexicalEmbeddingGenerator(), default));
        using var wrong = new MeanCentredEmbeddingGenerator(new LexicalEmbeddingGenerator(), new float[] { 1, 2 });
        await Assert.ThrowsAsync<InvalidOperationException>(() => wrong.GenerateAsync(["refund my card"], cancellationToken: TestContext.Current.CancellationToken));
    }

    private static Task<MeanCentredEmbeddingGenerator> FitAsync(string[] texts) =>
        MeanCentredEmbeddingGenerator.FitAsync(new LexicalEmbeddingGenerator(), texts, TestContext.Current.CancellationToken);

    private static string? IdOf(MeanCentredEmbeddingGenerator generator) => generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId;

    private static async Task<float> SimilarityAsync(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["card payment declined", "card payment stolen"], cancellationToken: TestContext.Current.CancellationToken);
        return TensorPrimitives.CosineSimilarity(embeddings[0].Vector.Span, embeddings[1].Vector.Span);
    }
}
