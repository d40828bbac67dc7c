using System.Runtime.InteropServices;
using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Caching.VectorIndex.Rotations;
using TokenFinOps.Caching.VectorIndex.Segments;

namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>
/// A query: its unit vector, and its weights under the rotation of the chunk that is looked at. An upper bound of the similarity of
/// an entry whose first <c>K</c> coordinates are coded is
/// <c>⟨weights, codes⟩ + ‖rounding of weights‖·‖codes‖ + ‖q head‖·‖rounding of codes‖ + ‖q tail‖·‖x tail‖ + rounding of floats</c>.
/// </summary>
internal ref struct PreparedQuery
{
    /// <summary>How many bytes of scratch it needs.</summary>
    public const int ScratchWeights = 2 * (Rotation.MostCoordinates + CodeKernel.Padding);

    private readonly Span<sbyte> _headWeights;
    private readonly Span<sbyte> _middleWeights;
    private Rotation? _rotation;
    private QueryCode _head;
    private QueryCode _middle;
    private double _headRest;
    private double _headTail;
    private double _bothRest;
    private double _bothTail;

    /// <summary>Takes a padded unit vector.</summary>
    public PreparedQuery(ReadOnlySpan<float> vector, Span<sbyte> scratch)
    {
        Vector = vector;
        _headWeights = scratch[..(ScratchWeights / 2)];
        _middleWeights = scratch[(ScratchWeights / 2)..ScratchWeights];
    }

    /// <summary>Gets the padded unit vector.</summary>
    public ReadOnlySpan<float> Vector { get; }

    /// <summary>Makes the weights for a rotation, unless they are for it already.</summary>
    public void Use(Rotation rotation)
    {
        if (ReferenceEquals(rotation, _rotation))
        {
            return;
        }

        Span<float> projected = stackalloc float[rotation.Basis.Count];
        rotation.Basis.Project(Vector, projected);
        (CodeGrid head, CodeGrid middle) = (rotation.Head, rotation.Middle);
        _head = QueryCode.Of(projected, head, _headWeights);
        _middle = QueryCode.Of(projected, middle, _middleWeights);
        double inHead = Rotation.SumOfSquares(projected[..head.Count]);
        double inBoth = inHead + Rotation.SumOfSquares(projected[head.Count..]);
        _headTail = rotation.Basis.Outside(inHead) / Rotation.TailSteps;
        _bothTail = rotation.Basis.Outside(inBoth) / Rotation.TailSteps;
        _headRest = _head.Constant + (_head.Error * head.Reach) + (Math.Sqrt(inHead) * head.Error) + rotation.Basis.ProductSlack;
        _bothRest = _head.Constant + _middle.Constant
            + (Length(_head.Error, _middle.Error) * Length(head.Reach, middle.Reach))
            + (Math.Sqrt(inBoth) * Length(head.Error, middle.Error))
            + rotation.Basis.ProductSlack;
        _rotation = rotation;
    }

    /// <summary>Makes the scan that lets every entry through whose similarity may reach the bar.</summary>
    public readonly HeadScan Scan(ChunkCodes codes, float bar) => new()
    {
        Codes = codes.Head,
        Tails = codes.HeadTails,
        Weights = MemoryMarshal.Cast<sbyte, int>(_headWeights[..codes.Rotation.Head.Count]),
        TailWeight = (int)Math.Ceiling(_headTail / _head.Scale),
        Least = (int)Math.Floor((bar - _headRest) / _head.Scale),
    };

    /// <summary>Bounds the similarity of an entry by its head and its middle.</summary>
    public readonly double Bound(ChunkCodes codes, int slot, int headProduct, KernelWidth width) =>
        _bothRest
        + (_head.Scale * headProduct)
        + (_middle.Scale * CodeKernel.Dot(codes.MiddleOf(slot), _middleWeights, width))
        + (_bothTail * codes.MiddleTails[slot]);

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));
}
