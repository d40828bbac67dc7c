namespace TokenFinOps.Tool.Tests;

public sealed class CloseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_month_is_closed_once_and_its_statements_stay_with_the_ledger()
    {
        string ledger = await _folder.SmallLedgerAsync();
        string[] close = ["close", "--month", "2026-03", "--cost-centre-tag", "team", "--db", ledger];

        ToolRun closed = await ToolRun.OfAsync(close);
        ToolRun again = await ToolRun.OfAsync(close);
        ToolRun statements = await ToolRun.OfAsync("statements", "--month", "2026-03", "--db", ledger, "--json");

        Assert.Equal((0, 2, 0), (closed.ExitCode, again.ExitCode, statements.ExitCode));
        Assert.StartsWith("support 3.00", closed.Row("support"), StringComparison.Ordinal);
        Assert.Equal(
            [("sales", 4m), ("support", 3m)],
            statements.Json.GetProperty("statements").EnumerateArray().Select(static each => (each.GetProperty("cost_centre").GetString()!, each.GetProperty("total").GetDecimal())));
        Assert.True(statements.Json.GetProperty("ties").GetBoolean());
    }

    [Fact]
    public async Task The_books_of_a_ledger_say_nothing_of_another()
    {
        await ToolRun.OfAsync("close", "--month", "2026-03", "--cost-centre-tag", "team", "--db", await _folder.SmallLedgerAsync());

        ToolRun other = await ToolRun.OfAsync("close", "--month", "2026-02", "--cost-centre-tag", "team", "--db", await _folder.SmallLedgerAsync());

        Assert.Equal(0, other.ExitCode);
    }

    [Fact]
    public async Task Books_in_a_folder_are_read_without_the_ledger()
    {
        string books = _folder.PathOf("books");
        string ledger = await _folder.SmallLedgerAsync();

        ToolRun closed = await ToolRun.OfAsync("close", "--month", "2026-03", "--cost-centre-tag", "team", "--store-dir", books, "--db", ledger);
        ToolRun inFolder = await ToolRun.OfAsync("statements", "--month", "2026-03", "--store-dir", books, "--json");
        ToolRun inLedger = await ToolRun.OfAsync("statements", "--month", "2026-03", "--db", ledger);

        Assert.Equal((0, 0, 2), (closed.ExitCode, inFolder.ExitCode, inLedger.ExitCode));
        Assert.Equal(7m, inFolder.Json.GetProperty("total").GetDecimal());
        Assert.Contains("--store-dir", inLedger.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_posts_nothing()
    {
        string ledger = await _folder.SmallLedgerAsync();

        ToolRun run = await ToolRun.OfAsync("close", "--month", "2026-03", "--cost-centre-tag", "team", "--preview", "--db", ledger);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("preview", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await ToolRun.OfAsync("statements", "--month", "2026-03", "--db", ledger)).ExitCode);
    }

    [Fact]
    public async Task A_month_that_is_not_over_is_refused()
    {
        ToolRun run = await ToolRun.OfAsync("close", "--month", "2026-04", "--cost-centre-tag", "team", "--db", await _folder.SmallLedgerAsync());

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("2026-04", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_that_is_not_closed_has_no_statements() =>
        Assert.Equal(2, (await ToolRun.OfAsync("statements", "--month", "2026-03", "--store-dir", _folder.PathOf("books"))).ExitCode);
}
