using Microsoft.Extensions.AI;
using TokenFinOps.Onnx.Embeddings;
using TokenFinOps.Onnx.Tests.Fakes;

namespace TokenFinOps.Onnx.Tests.Embeddings;

public sealed class OnnxEmbeddingGeneratorTests : IDisposable
{
    // The marks [CLS] and [SEP] are (0, 0); padding is far off, so that it would show.
    private static readonly float[][] Rows = [[100, 100], [0, 0], [0, 0], [0, 0], [0, 0], [3, 0], [0, 4]];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_vector_is_the_mean_of_the_pieces_with_length_one()
    {
        using OnnxEmbeddingGenerator generator = Generator();

        Assert.Equal([0.6f, 0.8f], (await VectorOf(generator, "cat dog")).Select(static value => MathF.Round(value, 6)));
    }

    [Fact]
    public async Task Padding_does_not_count()
    {
        using OnnxEmbeddingGenerator generator = Generator(static options => options with { Normalize = false });

        GeneratedEmbeddings<Embedding<float>> both = await generator.GenerateAsync(["cat", "cat dog dog dog"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal<float[]>([[1f, 0f], [0.5f, 2f]], both.Select(static vector => vector.Vector.ToArray()));
    }

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_whatever_the_batches()
    {
        string[] texts = [.. Enumerable.Range(0, 50).Select(static i => string.Join(' ', Enumerable.Range(0, (i * 7) % 11).Select(static j => j % 3 == 0 ? "cat" : "dog")))];
        using OnnxEmbeddingGenerator one = Generator(static options => options with { BatchSize = 1 });
        using OnnxEmbeddingGenerator many = Generator(static options => options with { BatchSize = 7 });

        GeneratedEmbeddings<Embedding<float>> expected = await one.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        GeneratedEmbeddings<Embedding<float>> vectors = await many.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(expected.Select(static vector => vector.Vector.ToArray()), vectors.Select(static vector => vector.Vector.ToArray()));
    }

    [Fact]
    public async Task Of_a_long_text_the_model_sees_the_beginning()
    {
        using OnnxEmbeddingGenerator generator = Generator(static options => options with { MaxSequenceLength = 3 });

        float[] vector = await VectorOf(generator, "cat dog dog dog");

        Assert.Equal([1f, 0f], vector);
    }

    [Fact]
    public async Task A_model_with_a_mean_of_its_own_is_taken_at_its_word()
    {
        using OnnxEmbeddingGenerator generator = Generator(output: "sentence_embedding", isPooled: true);

        float[] vector = await VectorOf(generator, "cat dog");

        Assert.Equal([0f, 0f], vector);
    }

    [Fact]
    public async Task Tokens_are_reported_with_the_marks()
    {
        using OnnxEmbeddingGenerator generator = Generator();

        Assert.Equal(7, (await generator.GenerateAsync(["cat", "cat dog"], cancellationToken: TestContext.Current.CancellationToken)).Usage?.InputTokenCount);
    }

    [Fact]
    public async Task No_texts_have_no_vectors()
    {
        using OnnxEmbeddingGenerator generator = Generator();

        Assert.Empty(await generator.GenerateAsync([], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Says_what_it_is()
    {
        using OnnxEmbeddingGenerator generator = Generator(static options => options with { ModelId = "tiny" });

        EmbeddingGeneratorMetadata? metadata = generator.GetService<EmbeddingGeneratorMetadata>();

        Assert.Equal(("tiny", 2), (metadata?.DefaultModelId, metadata?.DefaultModelDimensions));
        Assert.Same(generator, generator.GetService<OnnxEmbeddingGenerator>());
        Assert.Null(generator.GetService<string>());
    }

    [Fact]
    public async Task Another_number_of_dimensions_is_refused()
    {
        using OnnxEmbeddingGenerator generator = Generator();

        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["cat"], new EmbeddingGenerationOptions { Dimensions = 3 }, TestContext.Current.CancellationToken));
    }

    private static async Task<float[]> VectorOf(OnnxEmbeddingGenerator generator, string text) =>
        (await generator.GenerateAsync([text], cancellationToken: TestContext.Current.CancellationToken))[0].Vector.ToArray();

    private OnnxEmbeddingGenerator Generator(Func<OnnxEmbeddingOptions, OnnxEmbeddingOptions>? with = null, string output = "last_hidden_state", bool isPooled = false)
    {
        var options = new OnnxEmbeddingOptions
        {
            ModelPath = new TinyModel { Rows = Rows, Output = output, IsPooled = isPooled, Inputs = ["input_ids", "attention_mask", "token_type_ids"] }.WriteTo(_folder),
            Tokenizer = TinyVocabulary.WordPiece(_folder, lowerCase: false, "cat", "dog"),
        };
        return new OnnxEmbeddingGenerator(with is null ? options : with(options));
    }
}
