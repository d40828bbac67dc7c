using System.Numerics.Tensors;
using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Embeddings;

namespace TokenFinOps.Tests.Embeddings;

/// <summary>The embedder that is there by default.</summary>
public sealed class LexicalEmbeddingGeneratorTests : IDisposable
{
    private readonly LexicalEmbeddingGenerator _generator = new();

    public void Dispose() => _generator.Dispose();

    [Fact]
    public async Task Every_text_has_a_vector_in_order_and_none_costs_a_token()
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await _generator.GenerateAsync(["reset my password", "", "close my account"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(3, embeddings.Count);
        Assert.Equal(Of("close my account"), embeddings[2].Vector.ToArray());
        Assert.Equal(0, embeddings.Usage?.TotalTokenCount);
        Assert.All(embeddings, static embedding => Assert.Equal("tokenfinops-lexical-1", embedding.ModelId));
    }

    [Fact]
    public void It_says_who_it_is()
    {
        var metadata = _generator.GetService<EmbeddingGeneratorMetadata>();

        Assert.Equal("tokenfinops-lexical-1", metadata?.DefaultModelId);
        Assert.Equal(512, metadata?.DefaultModelDimensions);
        Assert.Same(_generator, _generator.GetService<LexicalEmbeddingGenerator>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("?!... ---")]
    [InlineData("what is it")]
    [InlineData("is that so?")]
    public void A_text_that_says_nothing_has_a_vector_of_zeroes_that_matches_nothing(string text)
    {
        var vector = new float[LexicalEmbeddingGenerator.Dimensions];
        vector.AsSpan().Fill(1);

        Assert.False(LexicalEmbeddingGenerator.Embed(text, vector));
        Assert.All(vector, static value => Assert.Equal(0, value));
    }

    [Fact]
    public void Any_other_vector_has_length_one() =>
        Gen.String.Sample(static text =>
        {
            var vector = new float[LexicalEmbeddingGenerator.Dimensions];
            float expected = LexicalEmbeddingGenerator.Embed(text, vector) ? 1 : 0;
            Assert.Equal(expected, TensorPrimitives.Norm<float>(vector), 1e-4f);
        }, seed: "0000000000a1");

    [Theory]
    [InlineData("best books to learn C++", "best books to learn C")]
    [InlineData("best books to learn C#", "best books to learn C")]
    [InlineData("what is .NET", "what is net")]
    [InlineData("is (A*B)=(A.B)", "is (A+B)=(A.B)")]
    [InlineData("什么是区块链", "什么是人工智能")]
    [InlineData("what does 😀 mean", "what does 😭 mean")]
    [InlineData("iphone 6 price", "iphone 7 price")]
    public void Texts_that_differ_in_a_sign_a_character_or_a_number_are_below_the_threshold(string one, string other) =>
        Assert.True(Similarity(one, other) < EmbedderCalibration.LexicalThreshold, $"{Similarity(one, other)}");

    [Theory]
    [InlineData("How do I reset my password?", "how can I reset my password")]
    [InlineData("What is the refund policy?", "what's your refund policy")]
    [InlineData("Résumé tips", "resume tips")]
    [InlineData("cancel my subscription", "I want to cancel the subscription")]
    public void Texts_that_ask_alike_are_above_the_threshold(string one, string other) =>
        Assert.True(Similarity(one, other) >= EmbedderCalibration.LexicalThreshold, $"{Similarity(one, other)}");

    [Theory]
    [InlineData("buy a car", "purchase an automobile", "paint a house")]
    [InlineData("fix the error", "troubleshoot the bug", "print the invoice")]
    [InlineData("tracking parcels", "track a parcel", "track a runner")]
    public void Synonyms_and_inflections_are_nearer_than_other_words(string text, string near, string far) => Assert.True(Similarity(text, near) > Similarity(text, far));

    // What is stored by one process is found by another: a change of these needs a new model id.
    [Fact]
    public void The_vectors_of_this_model_id_never_change()
    {
        float[] vector = Of("How do I learn C++ in 21 days? 什么 don't");
        int[] largest = [.. Enumerable.Range(0, vector.Length).OrderByDescending(at => MathF.Abs(vector[at])).Take(6).Order()];

        Assert.Equal(Fingerprint.Places, largest);
        Assert.Equal(Fingerprint.First, vector[largest[0]], 1e-5f);
    }

    [Fact]
    public void Embedding_allocates_nothing()
    {
        var vector = new float[LexicalEmbeddingGenerator.Dimensions];
        const string Text = "How do I change the delivery address of an order that has been shipped?";
        LexicalEmbeddingGenerator.Embed(Text, vector);
        long before = GC.GetAllocatedBytesForCurrentThread();

        LexicalEmbeddingGenerator.Embed(Text, vector);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Other_dimensions_or_another_model_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _generator.GenerateAsync(["text"], new EmbeddingGenerationOptions { Dimensions = 256 }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => _generator.GenerateAsync(["text"], new EmbeddingGenerationOptions { ModelId = "other" }, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => LexicalEmbeddingGenerator.Embed("text", new float[256]));
    }

    private static float Similarity(string one, string other) => TensorPrimitives.Dot<float>(Of(one), Of(other));

    private static float[] Of(string text)
    {
        var vector = new float[LexicalEmbeddingGenerator.Dimensions];
        LexicalEmbeddingGenerator.Embed(text, vector);
        return vector;
    }

    private static class Fingerprint
    {
        public const float First = -0.3012429f;

        public static readonly int[] Places = [3, 25, 188, 200, 203, 445];
    }
}
