using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Caching.VectorIndex.Rotations;

namespace TokenFinOps.Caching.VectorIndex.Segments;

/// <summary>What all segments of an index share.</summary>
/// <param name="Stride">The length of a padded vector.</param>
/// <param name="ChunkEntries">How many entries a full chunk holds, a multiple of 64.</param>
/// <param name="PlainUpTo">Up to how many entries a segment is searched without codes.</param>
/// <param name="Width">The kernels' width.</param>
internal sealed record IndexShape(int Stride, int ChunkEntries, int PlainUpTo, KernelWidth Width)
{
    private volatile Rotation? _rotation;

    /// <summary>Gets or sets the rotation of new chunks, or <see langword="null"/> before there is one.</summary>
    public Rotation? Rotation
    {
        get => _rotation;
        set => _rotation = value;
    }
}
