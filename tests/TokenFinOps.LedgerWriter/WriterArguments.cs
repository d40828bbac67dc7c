using System.Globalization;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.LedgerWriter;

/// <summary>What a writer process is told: <c>STORE CONNECTION SEED COUNT DURABILITY [PLACE] [SPOOL]</c>.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Connection">How to connect to it.</param>
/// <param name="Seed">Which entries it writes.</param>
/// <param name="Count">How many.</param>
/// <param name="Durability">When an entry is acknowledged.</param>
/// <param name="Place">Where in the database, e.g. the schema.</param>
/// <param name="SpoolPath">Where entries wait while the server is away.</param>
internal sealed record WriterArguments(string Store, string Connection, int Seed, int Count, LedgerDurability Durability, string Place, string? SpoolPath)
{
    public static WriterArguments Parse(string[] arguments) => new(
        arguments[0],
        arguments[1],
        int.Parse(arguments[2], CultureInfo.InvariantCulture),
        int.Parse(arguments[3], CultureInfo.InvariantCulture),
        Enum.Parse<LedgerDurability>(arguments[4], ignoreCase: true),
        arguments.ElementAtOrDefault(5) ?? "tokenfinops",
        arguments.ElementAtOrDefault(6));
}
