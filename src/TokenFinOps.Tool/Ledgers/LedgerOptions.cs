using System.CommandLine;

namespace TokenFinOps.Tool.Ledgers;

/// <summary>Which ledger is read: <c>--db</c>, <c>--postgres</c>, or the environment.</summary>
internal sealed class LedgerOptions
{
    public const string Variable = "TOKENFINOPS_POSTGRES";

    private readonly Option<string?> _file = new("--db") { Description = "The ledger's SQLite file.", HelpName = "FILE" };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = $"Connection string of the ledger's PostgreSQL database. Better set {Variable}: a command line is visible to others.",
        HelpName = "CONNECTION",
    };

    private readonly Option<string?> _schema = new("--schema") { Description = "Schema of the ledger in PostgreSQL; the default is tokenfinops.", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_postgres);
        command.Add(_schema);
    }

    /// <summary>Opens the ledger.</summary>
    /// <exception cref="ToolException">None or two are named, or it is not there.</exception>
    public Task<OpenLedger> OpenAsync(ParseResult line, ToolContext context, CancellationToken cancellationToken)
    {
        string? file = line.GetValue(_file);
        string? connection = line.GetValue(_postgres) ?? (file is null ? context.Variable(Variable) : null);
        return (file, connection) switch
        {
            (not null, not null) => throw new ToolException("--db and --postgres exclude each other; use one."),
            (not null, _) => SqliteSource.OpenAsync(file, cancellationToken),
            (_, { Length: > 0 }) => PostgreSqlSource.OpenAsync(connection, line.GetValue(_schema), cancellationToken),
            _ => throw new ToolException($"Which ledger? Name a SQLite file with --db FILE, or a PostgreSQL database with --postgres CONNECTION or the variable {Variable}."),
        };
    }
}
