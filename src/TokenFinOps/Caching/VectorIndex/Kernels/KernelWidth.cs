using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenFinOps.Caching.VectorIndex.Kernels;

/// <summary>How wide the kernels work. Every width gives the same bits; only the time differs.</summary>
internal enum KernelWidth
{
    /// <summary>One number at a time, in the order in which the wide kernels add.</summary>
    Scalar,

    /// <summary>128 bits, on any processor with vectors.</summary>
    V128,

    /// <summary>256 bits, AVX2.</summary>
    V256,

    /// <summary>512 bits, AVX-512.</summary>
    V512,
}

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
