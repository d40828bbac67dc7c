using TokenFinOps.Embeddings;

namespace TokenFinOps.Tests.Embeddings;

/// <summary>Thresholds by embedder, and for unknown ones by the application's own questions.</summary>
public sealed class EmbedderCalibrationTests
{
    [Fact]
    public void Only_a_known_embedder_has_a_recommended_threshold()
    {
        Assert.Equal(EmbedderCalibration.LexicalThreshold, EmbedderCalibration.RecommendedThreshold(LexicalEmbeddingGenerator.ModelId));
        Assert.Null(EmbedderCalibration.RecommendedThreshold("somebody's-model"));
        Assert.Null(EmbedderCalibration.RecommendedThreshold(null));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.001)]
    public void The_share_of_pairs_at_or_above_the_threshold_is_the_one_asked_for(double rate)
    {
        float[][] vectors = Random(400, 16, seed: 1);

        CalibratedThreshold threshold = EmbedderCalibration.Calibrate([.. vectors.Select(static vector => new ReadOnlyMemory<float>(vector))], rate);

        Assert.Equal(400L * 399 / 2, threshold.Pairs);
        Assert.False(threshold.IsExtrapolated);
        Assert.InRange(ShareAbove(vectors, threshold.Similarity), rate * 0.9, rate);
    }

    [Fact]
    public void A_rate_beyond_what_the_sample_shows_is_extrapolated_near_what_a_larger_sample_shows()
    {
        const double Rate = 1e-5;

        CalibratedThreshold small = EmbedderCalibration.Calibrate([.. Random(200, 16, seed: 2).Select(static vector => new ReadOnlyMemory<float>(vector))], Rate);
        CalibratedThreshold large = EmbedderCalibration.Calibrate([.. Random(1_500, 16, seed: 3).Select(static vector => new ReadOnlyMemory<float>(vector))], Rate);

        Assert.True(small.IsExtrapolated);
        Assert.False(large.IsExtrapolated);
        Assert.Equal(large.Similarity, small.Similarity, 0.05f);
    }

    [Fact]
    public async Task Questions_are_embedded_and_equal_ones_count_once()
    {
        string[] texts = [.. Enumerable.Range(0, 60).Select(static number => $"question about subject{number} and thing{number * 7}"), "Question about subject1 and thing7"];

        CalibratedThreshold threshold = await EmbedderCalibration.CalibrateAsync(new LexicalEmbeddingGenerator(), texts, 0.01, TestContext.Current.CancellationToken);

        Assert.Equal(60, threshold.Texts);
        Assert.InRange(threshold.Similarity, 0.2f, 0.99f);
    }

    [Fact]
    public void Too_few_questions_or_a_rate_that_is_none_are_refused()
    {
        ReadOnlyMemory<float>[] vectors = [.. Random(60, 8, seed: 4).Select(static vector => new ReadOnlyMemory<float>(vector))];

        Assert.Throws<ArgumentException>(() => EmbedderCalibration.Calibrate(vectors[..49]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbedderCalibration.Calibrate(vectors, 0));
        Assert.Throws<ArgumentException>(() => EmbedderCalibration.Calibrate([.. vectors, new float[9]]));
        Assert.Throws<ArgumentException>(() => EmbedderCalibration.Calibrate([.. vectors, new[] { float.NaN, 0, 0, 0, 0, 0, 0, 0 }]));
    }

    private static float[][] Random(int count, int dimensions, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimensions).Select(_ => (float)((random.NextDouble() + random.NextDouble() + random.NextDouble()) - 1.5)).ToArray())];
    }

    private static double ShareAbove(float[][] vectors, float threshold)
    {
        int above = 0;
        for (int one = 0; one < vectors.Length; one++)
        {
            for (int other = one + 1; other < vectors.Length; other++)
            {
                above += System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(vectors[one], vectors[other]) >= threshold ? 1 : 0;
            }
        }

        return above / (vectors.Length * (vectors.Length - 1) / 2.0);
    }
}
