using TokenFinOps.Ledger;
using TokenFinOps.PostgreSql;
using TokenFinOps.Sqlite;

namespace TokenFinOps.LedgerWriter;

/// <summary>The stores that a writer process can write to.</summary>
internal static class LedgerStores
{
    private static readonly Dictionary<string, Func<WriterArguments, IDurableCostLedger>> Stores = new()
    {
        ["postgres"] = static arguments => new PostgreSqlCostLedger(arguments.Connection, new PostgreSqlLedgerOptions
        {
            Durability = arguments.Durability,
            Schema = arguments.Place,
            SpoolPath = arguments.SpoolPath,
        }),
        ["sqlite"] = static arguments => new SqliteCostLedger(
            arguments.Connection, new SqliteLedgerOptions { Durability = arguments.Durability, BusyTimeout = TimeSpan.FromMinutes(1) }),
    };

    public static IDurableCostLedger Open(WriterArguments arguments) => Stores.TryGetValue(arguments.Store, out Func<WriterArguments, IDurableCostLedger>? open)
        ? open(arguments)
        : throw new ArgumentException($"There is no store '{arguments.Store}'; use one of {string.Join(", ", Stores.Keys)}.");
}
