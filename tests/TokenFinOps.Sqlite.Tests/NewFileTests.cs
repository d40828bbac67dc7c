using Microsoft.Data.Sqlite;

namespace TokenFinOps.Sqlite.Tests;

public sealed class NewFileTests
{
    [Fact]
    public async Task Many_that_open_a_new_file_at_once_all_find_a_ledger()
    {
        for (int round = 0; round < 100; round++)
        {
            using var ledger = new TempLedger();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
                () =>
                {
                    using SqliteConnection connection = new LedgerFile(ledger.ConnectionString, new SqliteLedgerOptions()).OpenToWrite();
                    using SqliteCommand command = connection.CreateCommand();
                    command.CommandText = "SELECT count(*) FROM entry";
                    Assert.Equal(0L, command.ExecuteScalar());
                },
                TestContext.Current.CancellationToken)));
        }
    }
}
