namespace TokenFinOps.Caching.VectorIndex;

/// <summary>How an <see cref="ExactVectorIndex"/> works. None of it changes an answer.</summary>
public sealed class VectorIndexOptions
{
    /// <summary>Gets or sets up to how many entries a partition is searched by multiplying all its vectors.</summary>
    /// <value>The default is 2,048; 64 or more.</value>
    public int PlainUpTo { get; set; } = 2048;

    /// <summary>Gets or sets the threshold for which the search is made quick, 0 to 1. Others are answered as exactly, lower ones not as quickly.</summary>
    /// <value>The default is 0.9.</value>
    public float ExpectedThreshold { get; set; } = 0.9f;

    /// <summary>Gets or sets how many vectors the rotation is learned from, at most.</summary>
    /// <value>The default is 4,096; 256 or more.</value>
    public int SampleSize { get; set; } = 4096;

    /// <summary>Gets or sets the seed with which learning starts.</summary>
    /// <value>The default is 1.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Gets or sets where the rotation is learned and entries are encoded anew, beside readers and writers.</summary>
    /// <value>The default is <see cref="TaskScheduler.Default"/>.</value>
    public TaskScheduler Scheduler { get; set; } = TaskScheduler.Default;

    internal Kernels.KernelWidth Width { get; init; } = Kernels.KernelWidths.Widest;

    internal int ChunkEntries { get; init; } = 1024;

    internal void Validate()
    {
        if (PlainUpTo < 64)
        {
            throw new ArgumentOutOfRangeException(nameof(PlainUpTo), PlainUpTo, $"{nameof(PlainUpTo)} is {PlainUpTo}; codes gain nothing below 64 entries: use 64 or more.");
        }

        if (!(ExpectedThreshold is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ExpectedThreshold), ExpectedThreshold, $"{nameof(ExpectedThreshold)} is {ExpectedThreshold}; use a cosine above 0, up to 1.");
        }

        if (SampleSize < 256)
        {
            throw new ArgumentOutOfRangeException(nameof(SampleSize), SampleSize, $"{nameof(SampleSize)} is {SampleSize}; too few to learn from: use 256 or more.");
        }

        ArgumentNullException.ThrowIfNull(Scheduler);
    }
}
