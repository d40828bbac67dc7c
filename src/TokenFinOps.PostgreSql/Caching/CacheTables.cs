using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>The names of a semantic cache's tables in one schema, ready for use in SQL. Immutable; the schema's name was checked with the options.</summary>
internal sealed class CacheTables(string schema)
{
    /// <summary>Gets the entries, and what is left of removed ones.</summary>
    public string Entry { get; } = $"\"{schema}\".cache_entry";

    /// <summary>Gets the version of the tables.</summary>
    public string Fact { get; } = $"\"{schema}\".cache_fact";

    /// <summary>Gets what acceptance policies learned.</summary>
    public string State { get; } = $"\"{schema}\".cache_state";

    /// <summary>Gets the view for people.</summary>
    public string View { get; } = $"\"{schema}\".semantic_cache";

    /// <summary>Gets on which channel all who share the schema are told that something changed.</summary>
    public string Channel { get; } = $"{schema}.cache";

    public string Schema { get; } = $"\"{schema}\"";

    public string SchemaName { get; } = schema;

    /// <summary>Gets what tells apart who changes the schema: the ledger's lock, since both may make it.</summary>
    public long SchemaLock { get; } = new LedgerTables(schema).SchemaLock;
}
