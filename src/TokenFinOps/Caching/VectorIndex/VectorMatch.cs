namespace TokenFinOps.Caching.VectorIndex;

/// <summary>An entry of an <see cref="ExactVectorIndex"/> that is near enough to a query.</summary>
/// <param name="Id">The id under which the vector was added.</param>
/// <param name="Similarity">The cosine of the two vectors, −1 to 1.</param>
public readonly record struct VectorMatch(long Id, float Similarity);
