using TokenFinOps.Onnx.Compression;

namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>A network that gives all pieces of a text one probability. Each text has to be one chunk.</summary>
internal sealed class KnownMeans(params float[] probabilities) : IKeepModel
{
    public IReadOnlyList<float[]> Score(IReadOnlyList<int[]> sequences, CancellationToken cancellationToken) =>
        [.. sequences.Zip(probabilities, static (sequence, probability) => Enumerable.Repeat(probability, sequence.Length).ToArray())];
}
