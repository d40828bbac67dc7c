namespace TokenFinOps.Evaluation.Vectors;

/// <summary>Vectors to index and vectors to look for, row after row.</summary>
/// <param name="Dimensions">The length of a row.</param>
/// <param name="Entries">The vectors to index.</param>
/// <param name="Queries">The vectors to look for.</param>
internal sealed record VectorSet(int Dimensions, float[] Entries, float[] Queries)
{
    public int EntryCount => Entries.Length / Dimensions;

    public int QueryCount => Queries.Length / Dimensions;

    public ReadOnlySpan<float> Entry(int index) => Entries.AsSpan(index * Dimensions, Dimensions);

    public ReadOnlySpan<float> Query(int index) => Queries.AsSpan(index * Dimensions, Dimensions);
}
