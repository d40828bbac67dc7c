namespace TokenFinOps.PostgreSql.Caching;

/// <summary>Where a row stands among the changes: by the transaction that changed it, then by its number. An index has the rows in this order.</summary>
/// <param name="Changed">The transaction.</param>
/// <param name="Seq">The number.</param>
internal readonly record struct CachePlace(string Changed, long Seq)
{
    /// <summary>Gets the place before all rows.</summary>
    public static CachePlace Start { get; } = new("0", 0);
}
