using Microsoft.Data.Sqlite;

namespace TokenFinOps.Tool.Tests;

public sealed class LedgerSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_file_is_named_and_not_made()
    {
        string path = _folder.PathOf("nowhere.db");

        ToolRun run = await ToolRun.OfAsync("report", "--db", path);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        string path = await _folder.WriteAsync("letter.db", "Dear Sir or Madam, this is a letter and not a database at all. It is long enough to have a header, had it one.");

        ToolRun run = await ToolRun.OfAsync("report", "--db", path);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("letter.db", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_as_it_is()
    {
        string path = _folder.PathOf("other.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE customer (id INTEGER)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        byte[] before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        ToolRun run = await ToolRun.OfAsync("report", "--db", path);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("not a TokenFinOps ledger", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_ledger_the_ways_to_name_one_are_told()
    {
        ToolRun run = await ToolRun.OfAsync("report");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--db FILE", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_ledgers_are_one_too_many() =>
        Assert.Equal(2, (await ToolRun.OfAsync("report", "--db", "a.db", "--postgres", "Host=b")).ExitCode);

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=sesame;Timeout=2", 3)]
    [InlineData("not a connection string with sesame", 2)]
    public async Task A_connection_string_is_never_shown(string connection, int exitCode)
    {
        ToolRun run = await ToolRun.OfAsync(name => name == "TOKENFINOPS_POSTGRES" ? connection : null, "report");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("sesame", run.Error + run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'tokenfinops --help'", "reprot")]
    [InlineData("'tokenfinops report --help'", "report", "--dbb", "x")]
    [InlineData("'tokenfinops prices conflicts --help'", "prices", "conflicts", "only-one")]
    public async Task A_mistyped_command_line_is_a_usage_error_that_says_where_help_is(string help, params string[] args)
    {
        ToolRun run = await ToolRun.OfAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(help, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("report", "--help")]
    [InlineData("prices", "import", "--help")]
    public async Task Help_is_printed(params string[] args)
    {
        ToolRun run = await ToolRun.OfAsync(args);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
    }
}
