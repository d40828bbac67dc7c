namespace TokenFinOps.Tool.Tests;

public sealed class CloseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_month_is_closed_once_and_its_statements_stay()
    {
        string ledger = await _folder.SmallLedgerAsync();
        string books = _folder.PathOf("books");
        string[] close = ["close", "--month", "2026-03", "--cost-centre-tag", "team", "--store-dir", books, "--db", ledger];

        ToolRun closed = await ToolRun.OfAsync(close);
        ToolRun again = await ToolRun.OfAsync(close);
        ToolRun statements = await ToolRun.OfAsync("statements", "--month", "2026-03", "--store-dir", books, "--json");

        Assert.Equal((0, 2, 0), (closed.ExitCode, again.ExitCode, statements.ExitCode));
        Assert.StartsWith("support 3.00", closed.Row("support"), StringComparison.Ordinal);
        Assert.Equal(
            [("sales", 4m), ("support", 3m)],
            statements.Json.GetProperty("statements").EnumerateArray().Select(static each => (each.GetProperty("cost_centre").GetString()!, each.GetProperty("total").GetDecimal())));
        Assert.True(statements.Json.GetProperty("ties").GetBoolean());
    }

    [Fact]
    public async Task A_preview_posts_nothing()
    {
        string books = _folder.PathOf("books");

        ToolRun run = await ToolRun.OfAsync("close", "--month", "2026-03", "--cost-centre-tag", "team", "--store-dir", books, "--preview", "--db", await _folder.SmallLedgerAsync());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("preview", run.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(books));
    }

    [Fact]
    public async Task A_month_that_is_not_over_is_refused()
    {
        ToolRun run = await ToolRun.OfAsync("close", "--month", "2026-04", "--cost-centre-tag", "team", "--store-dir", _folder.PathOf("books"), "--db", await _folder.SmallLedgerAsync());

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("2026-04", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_that_is_not_closed_has_no_statements() =>
        Assert.Equal(2, (await ToolRun.OfAsync("statements", "--month", "2026-03", "--store-dir", _folder.PathOf("books"))).ExitCode);
}
