using System.IO.Hashing;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Complexity;

/// <summary>Files whose checksum is right and whose numbers are not.</summary>
public sealed class ForgedModelFileTests
{
    // After magic, version and figures.
    private const int BiasAt = 8 + 4 + 8 + (6 * 8) + 4;

    private static readonly byte[] Good = Bytes(new ComplexityTrainer(new ComplexityTrainerOptions { TermBits = 8 }).Train(PlantedPrompts.Make(200), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e30f)]
    public void A_weight_that_is_no_weight_is_refused(float bias)
    {
        byte[] bytes = [.. Good];
        BitConverter.TryWriteBytes(bytes.AsSpan(BiasAt), bias);

        Assert.Contains("weight", Assert.Throws<InvalidDataException>(() => Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1f, 0.5f)]
    [InlineData(1f, 7f)]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(1f, float.NaN)]
    public void A_calibration_that_is_none_is_refused(float step, float probability)
    {
        byte[] bytes = [.. Good];
        int scoresAt = BiasAt + 8 + 4 + (PromptCounts.Features * 4) + 4;
        int count = BitConverter.ToInt32(bytes, scoresAt - 4);
        for (int i = 0; i < count; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(scoresAt + (4 * i)), i * step);
            BitConverter.TryWriteBytes(bytes.AsSpan(scoresAt + (4 * count) + 4 + (4 * i)), probability);
        }

        Assert.Contains("calibration", Assert.Throws<InvalidDataException>(() => Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_file_says_it_is_refused_or_scores_numbers()
    {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] bytes = [.. Good];
            for (int change = 0; change < 3; change++)
            {
                bytes[random.Next(8, bytes.Length - 8)] = (byte)random.Next(256);
            }

            AssertScoresNumbers(bytes);
        }
    }

    private static void AssertScoresNumbers(byte[] bytes)
    {
        try
        {
            ComplexityModel model = Load(bytes);
            Assert.True(double.IsFinite(model.Score("hello world 12")));
            Assert.InRange(model.CheapIsGoodEnough("hello world 12"), 0, 1);
        }
        catch (InvalidDataException)
        {
            // Refused, as it should be where the numbers make no model.
        }
    }

    private static ComplexityModel Load(byte[] bytes)
    {
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 8), XxHash3.HashToUInt64(bytes.AsSpan(0, bytes.Length - 8)));
        return ComplexityModel.Load(new MemoryStream(bytes));
    }

    private static byte[] Bytes(ComplexityModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
