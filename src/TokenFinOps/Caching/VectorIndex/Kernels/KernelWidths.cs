using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenFinOps.Caching.VectorIndex.Kernels;

/// <summary>Finds the widest kernel that this processor is quick with.</summary>
internal static class KernelWidths
{
    public static KernelWidth Widest { get; } =
        Avx512BW.IsSupported && Vector512.IsHardwareAccelerated ? KernelWidth.V512
        : Avx2.IsSupported ? KernelWidth.V256
        : Vector128.IsHardwareAccelerated ? KernelWidth.V128
        : KernelWidth.Scalar;

    /// <summary>Gets the widths that run here, for tests.</summary>
    public static IEnumerable<KernelWidth> Supported => Enum.GetValues<KernelWidth>().Where(static width => width <= Widest);
}
