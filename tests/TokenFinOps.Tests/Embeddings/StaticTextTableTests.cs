using System.IO.Hashing;
using System.Numerics.Tensors;
using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Embeddings;
using TokenFinOps.Embeddings.Tables;
using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Tests.Embeddings;

/// <summary>Learned tables: what is read is what was written, and nothing else is read.</summary>
public sealed class StaticTextTableTests
{
    private static readonly byte[] File = StaticTextTableFile.Write(Table());

    [Fact]
    public void What_is_read_is_what_was_written() => Assert.Equal(File, StaticTextTableFile.Write(StaticTextTableFile.Read(File)));

    [Fact]
    public async Task Words_with_alike_rows_are_nearer_than_by_their_letters()
    {
        using StaticTextEmbeddingGenerator generator = Load(File);

        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["feline grooming", "cat grooming", "dog grooming", "?"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(Similarity(embeddings[0], embeddings[1]) > Similarity(embeddings[0], embeddings[2]));
        Assert.All(embeddings.Take(3), static embedding => Assert.Equal(1, TensorPrimitives.Norm(embedding.Vector.Span), 1e-5f));
        Assert.Equal(0, TensorPrimitives.Norm(embeddings[3].Vector.Span));
    }

    [Fact]
    public void Two_tables_are_two_embedders()
    {
        using StaticTextEmbeddingGenerator one = Load(File);
        using StaticTextEmbeddingGenerator other = Load(StaticTextTableFile.Write(Table() with { LearnedPercent = 40 }));

        Assert.StartsWith("tokenfinops-table-test-", one.ModelId, StringComparison.Ordinal);
        Assert.NotEqual(one.ModelId, other.ModelId);
        Assert.Equal(one.ModelId, one.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId);
        Assert.Equal(16 + 64, one.Dimensions);
    }

    [Fact]
    public void A_packed_number_is_within_half_a_step_of_what_it_was()
    {
        float[] rows = [.. Enumerable.Range(0, 64).Select(static number => MathF.Sin(number * 1.7f))];
        PackedRows packed = PackedRows.Pack(rows, 16);
        for (int row = 0; row < 4; row++)
        {
            var vector = new float[16];
            packed.AddTo(vector, row, 1);
            Assert.All(vector.Zip(rows[(row * 16)..]), pair => Assert.Equal(pair.Second, pair.First, ((float)packed.Scales[row] / 2) + 0.01f));
        }
    }

    [Fact]
    public void A_file_that_was_cut_or_changed_is_refused() =>
        Gen.Select(Gen.Int[0, File.Length - 1], Gen.Int[1, 255]).Sample(static (place, change) =>
        {
            byte[] changed = [.. File];
            changed[place] ^= (byte)change;
            Assert.Throws<InvalidDataException>(() => Load(changed));
            Assert.Throws<InvalidDataException>(() => Load(File[..place]));
        }, seed: "0000000000a1");

    // As above, with a checksum that fits: sizes that lie, words out of order, scales that are no numbers.
    [Fact]
    public void A_forged_file_is_refused_or_gives_finite_vectors() =>
        Gen.Select(Gen.Int[8, 60], Gen.Byte).Sample(static (place, value) =>
        {
            byte[] forged = [.. File];
            forged[place] = value;
            BitConverter.TryWriteBytes(forged.AsSpan(forged.Length - 8), XxHash64.HashToUInt64(forged.AsSpan(0, forged.Length - 8)));
            try
            {
                using StaticTextEmbeddingGenerator generator = Load(forged);
                var vector = new float[generator.Dimensions];
                generator.Embed("a cat and an unknownword", vector);
                Assert.True(float.IsFinite(TensorPrimitives.Norm<float>(vector)));
            }
            catch (InvalidDataException)
            {
                // Refused, with a reason.
            }
        }, seed: "0000000000a1");

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_read_to_its_end()
    {
        using var endless = new MemoryStream(new byte[StaticTextTableFile.LargestFile + 100]);

        Assert.Throws<InvalidDataException>(() => StaticTextEmbeddingGenerator.Load(endless));
    }

    private static StaticTextEmbeddingGenerator Load(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return StaticTextEmbeddingGenerator.Load(stream);
    }

    private static float Similarity(Embedding<float> one, Embedding<float> other) => TensorPrimitives.Dot(one.Vector.Span, other.Vector.Span);

    // cat and feline share a row; dog has another.
    private static StaticTextTable Table()
    {
        (uint Key, int Sign)[] words = [.. new[] { ("cat", 1), ("feline", 1), ("dog", -1) }.Select(static word => (StaticTextTable.Key(FeatureHash.Of(word.Item1)), word.Item2)).OrderBy(static word => word.Item1)];
        float[] rows = [.. words.SelectMany(static word => Enumerable.Range(0, 16).Select(at => (float)(word.Sign * (at % 2 == 0 ? 1 : -0.5))))];
        return new StaticTextTable
        {
            Name = "test",
            Dimensions = 16,
            LexicalDimensions = 64,
            BucketBits = 8,
            GramSize = 4,
            LearnedPercent = 60,
            GramPercent = 0,
            Words = [.. words.Select(static word => word.Key)],
            Weights = [255, 255, 255],
            WordRows = PackedRows.Pack(rows, 16),
            BucketRows = PackedRows.Pack(new float[256 * 16], 16),
        };
    }
}
