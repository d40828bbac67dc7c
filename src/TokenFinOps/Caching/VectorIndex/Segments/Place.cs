namespace TokenFinOps.Caching.VectorIndex.Segments;

/// <summary>Where an entry is.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Slot">Its slot in the chunk.</param>
internal readonly record struct Place(Chunk Chunk, int Slot);
