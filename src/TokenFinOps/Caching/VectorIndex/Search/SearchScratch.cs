using TokenFinOps.Caching.VectorIndex.Kernels;

namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>Room for what is found in one chunk; it lives on the searcher's stack.</summary>
/// <param name="memory">The room.</param>
/// <param name="entries">How many entries a chunk holds.</param>
internal readonly ref struct SearchScratch(Span<int> memory, int entries)
{
    /// <summary>Gets the products of the heads.</summary>
    public Span<int> Products { get; } = memory[..entries];

    /// <summary>Gets the slots that the heads let through.</summary>
    public Span<int> Slots { get; } = memory.Slice(entries, entries);

    /// <summary>Gets which slots of every block the heads let through.</summary>
    public Span<ulong> Survivors { get; } = System.Runtime.InteropServices.MemoryMarshal.Cast<int, ulong>(memory[(2 * entries)..]);

    /// <summary>Gets how much room is needed.</summary>
    public static int Size(int entries) => (2 * entries) + (2 * entries / HeadScan.Block);
}
