using System.Globalization;

namespace TokenFinOps.LedgerWriter;

/// <summary>What a process is told that spends from a budget in PostgreSQL: <c>spend CONNECTION SCHEMA SPOOL PROCESS CALLERS CALLS LIMIT</c>.</summary>
/// <param name="Connection">How to connect.</param>
/// <param name="Schema">The schema.</param>
/// <param name="SpoolPath">Where ledger entries wait while the server is away.</param>
/// <param name="Process">Which process it is.</param>
/// <param name="Callers">How many call at once.</param>
/// <param name="Calls">How many calls each of them makes.</param>
/// <param name="Limit">The limit of the budget that all share, in USD.</param>
public sealed record SpenderArguments(string Connection, string Schema, string SpoolPath, int Process, int Callers, int Calls, decimal Limit)
{
    public static SpenderArguments Parse(string[] arguments) => new(
        arguments[1],
        arguments[2],
        arguments[3],
        int.Parse(arguments[4], CultureInfo.InvariantCulture),
        int.Parse(arguments[5], CultureInfo.InvariantCulture),
        int.Parse(arguments[6], CultureInfo.InvariantCulture),
        decimal.Parse(arguments[7], CultureInfo.InvariantCulture));

    public string[] ToArray() =>
        [Spender.Name, Connection, Schema, SpoolPath, $"{Process}", $"{Callers}", $"{Calls}", Limit.ToString(CultureInfo.InvariantCulture)];
}
