namespace TokenFinOps.PostgreSql.Caching;

/// <summary>A state of the cache on a server: what is committed in it, and what is not.</summary>
/// <remarks>
/// It is a snapshot and not a number, because numbers are given out before transactions commit: one that commits late would have a number that is past already.
/// </remarks>
/// <param name="Server">The server and its timeline: after a restore or a failover transactions are counted anew.</param>
/// <param name="Snapshot">The snapshot as <c>pg_snapshot</c> writes it.</param>
/// <param name="At">When it was taken.</param>
internal sealed record CacheCursor(string Server, string Snapshot, DateTimeOffset At);
