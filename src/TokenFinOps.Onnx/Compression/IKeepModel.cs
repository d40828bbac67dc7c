namespace TokenFinOps.Onnx.Compression;

/// <summary>Says how likely each piece of a text is to be kept.</summary>
internal interface IKeepModel
{
    /// <param name="sequences">The ids of chunks, with the marks of their ends.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The probabilities, one for every id.</returns>
    IReadOnlyList<float[]> Score(IReadOnlyList<int[]> sequences, CancellationToken cancellationToken);
}
