using TokenFinOps.Ledger;
using TokenFinOps.Sqlite;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tool.Tests;

/// <summary>A folder for the files of one test, and ledgers in it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenfinops-tool-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public async Task<string> WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name), text, TestContext.Current.CancellationToken);
        return PathOf(name);
    }

    public async Task<string> LedgerAsync(params IEnumerable<LedgerEntry> entries)
    {
        string path = PathOf($"{Guid.NewGuid():N}.db");
        await using var ledger = new SqliteCostLedger($"Data Source={path}");
        foreach (LedgerEntry entry in entries)
        {
            await ledger.AppendAsync(entry, TestContext.Current.CancellationToken);
        }

        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Makes a ledger of 10 March 2026: support 3 (chat 1, search 2), sales 4, and an attempt without a price.</summary>
    public Task<string> SmallLedgerAsync() => LedgerAsync(
        EntryBuilder.Attempt(1m, null, ("team", "support"), ("feature", "chat")),
        EntryBuilder.Attempt(2m, null, ("team", "support"), ("feature", "search")),
        EntryBuilder.Attempt(4m, EntryBuilder.Noon.AddDays(1), ("team", "sales"), ("feature", "chat")) with { RunId = "run-1" },
        EntryBuilder.Unpriced(null, ("team", "sales")) with { RunId = "run-2", ParentRunId = "run-1" });

    public void Dispose() => _folder.Delete(recursive: true);
}
