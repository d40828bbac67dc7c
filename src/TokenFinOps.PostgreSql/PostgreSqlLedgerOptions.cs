using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql;

/// <summary>How a ledger in PostgreSQL writes, where it is, and what it does while the server is away.</summary>
public sealed class PostgreSqlLedgerOptions : DurableLedgerOptions
{
    /// <summary>Gets or sets the schema that holds the tables. It is made when it is missing. Ledgers in different schemas share nothing.</summary>
    /// <value>The default is <c>tokenfinops</c>. Letters, digits and underscores, at most 48; case counts.</value>
    public string Schema { get; set; } = "tokenfinops";

    /// <summary>
    /// Gets or sets the folder on a local disk where entries wait while the server is away. Processes of one machine can share it: each has a file of its own, and
    /// takes over the files of those that ended.
    /// </summary>
    /// <value>The default is <see langword="null"/>: <c>TokenFinOps/spool</c> in the user's local application data, or beside the application where there is none.</value>
    public string? SpoolPath { get; set; }

    /// <summary>Gets or sets how many entries may wait on the local disk. Beyond that they wait in memory, up to <see cref="DurableLedgerOptions.MaxPending"/>.</summary>
    /// <value>The default is 1,000,000, about 500 MB. 0 keeps nothing on the local disk.</value>
    public int SpoolLimit { get; set; } = 1_000_000;

    internal string SpoolFolder => SpoolPath ?? DefaultSpoolFolder();

    internal override void Validate(List<string> faults)
    {
        if (SchemaName.FaultOf(Schema) is { } fault)
        {
            faults.Add(fault);
        }

        if (SpoolLimit < 0)
        {
            faults.Add($"{nameof(SpoolLimit)} is {SpoolLimit}; it must be at least 0.");
        }

        if (SpoolPath is not null && string.IsNullOrWhiteSpace(SpoolPath))
        {
            faults.Add($"{nameof(SpoolPath)} is blank; name a folder, or leave it null.");
        }
    }

    internal PostgreSqlLedgerOptions Copy() => (PostgreSqlLedgerOptions)MemberwiseClone();

    private static string DefaultSpoolFolder()
    {
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(local.Length > 0 ? local : AppContext.BaseDirectory, "TokenFinOps", "spool");
    }
}
