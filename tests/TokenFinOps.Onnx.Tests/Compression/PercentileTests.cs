using TokenFinOps.Onnx.Compression;

namespace TokenFinOps.Onnx.Tests.Compression;

public class PercentileTests
{
    // numpy.percentile([0.1, 0.4, 0.2, 0.9, 0.7], q)
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(25, 0.2)]
    [InlineData(50, 0.4)]
    [InlineData(51, 0.412)]
    [InlineData(90, 0.82)]
    [InlineData(100, 0.9)]
    public void Lies_between_neighbours_as_numpy_has_it(double percent, double expected) =>
        Assert.Equal(expected, Percentile.Of([0.1, 0.4, 0.2, 0.9, 0.7], percent), 12);

    [Fact]
    public void Of_one_value_is_that_value() => Assert.Equal(0.3, Percentile.Of([0.3], 71));

    [Theory]
    [InlineData(0.5, 51)]
    [InlineData(0.33, 68)]
    [InlineData(1.0, 1)]
    [InlineData(0.001, 100)]
    public void Is_one_above_the_share_to_drop_as_LLMLingua_2_has_it(double share, int percent) => Assert.Equal(percent, Thresholds.PercentOf(share));
}
