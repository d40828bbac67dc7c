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
