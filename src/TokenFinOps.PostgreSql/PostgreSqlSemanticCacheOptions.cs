using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql;

/// <summary>Where a semantic cache in PostgreSQL is, and how long it remembers what was removed.</summary>
public sealed class PostgreSqlSemanticCacheOptions
{
    private static readonly TimeSpan ShortestMemory = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the schema that holds the tables. It is made when it is missing, and may be the ledger's. Caches in different schemas share nothing.</summary>
    /// <value>The default is <c>tokenfinops</c>. Letters, digits and underscores, at most 48; case counts.</value>
    public string Schema { get; set; } = "tokenfinops";

    /// <summary>
    /// Gets or sets how long it is remembered that an entry was removed: so long may a process be cut off from the server and still learn of it. An entry that would have
    /// expired earlier is forgotten then.
    /// </summary>
    /// <value>The default is 30 days. At least an hour.</value>
    public TimeSpan KeepRemovals { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets after which time without a notification changes are looked for all the same: notifications do not pass every pooler.</summary>
    internal TimeSpan LookPeriod { get; set; } = TimeSpan.FromSeconds(30);

    internal void Validate()
    {
        List<string> faults = [];
        if (SchemaName.FaultOf(Schema) is { } fault)
        {
            faults.Add(fault);
        }

        if (KeepRemovals < ShortestMemory)
        {
            faults.Add($"{nameof(KeepRemovals)} is {KeepRemovals}; it must be at least {ShortestMemory}.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults));
        }
    }

    internal PostgreSqlSemanticCacheOptions Copy() => (PostgreSqlSemanticCacheOptions)MemberwiseClone();
}
