using System.Text.Json;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tool.Tests;

public sealed class ExportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_csv_export_holds_the_ledgers_cost()
    {
        string target = _folder.PathOf("focus.csv");

        ToolRun run = await ToolRun.OfAsync("export", "focus", "--db", await _folder.SmallLedgerAsync(), "--billing-account", "org-1", "--out", target, "--json");

        Assert.Equal(0, run.ExitCode);
        JsonElement total = Assert.Single(run.Json.GetProperty("totals").EnumerateArray());
        Assert.Equal((7m, 7m), (total.GetProperty("effective_cost").GetDecimal(), total.GetProperty("ledger_effective_cost").GetDecimal()));
        Assert.Equal((4, 1), (run.Json.GetProperty("entries").GetInt32(), run.Json.GetProperty("unpriced").GetInt32()));
        string[] lines = await File.ReadAllLinesAsync(target, TestContext.Current.CancellationToken);
        Assert.Contains("BilledCost", lines[0], StringComparison.Ordinal);
        Assert.Equal(run.Json.GetProperty("rows").GetInt32(), lines.Length - 1);
    }

    [Theory]
    [InlineData("1.2", "hour")]
    [InlineData("1.4", "day")]
    [InlineData("1.5-draft", "call")]
    public async Task A_parquet_export_is_written_in_every_version(string version, string granularity)
    {
        string target = _folder.PathOf("focus.parquet");

        ToolRun run = await ToolRun.OfAsync(
            "export", "focus", "--db", await _folder.SmallLedgerAsync(), "--billing-account", "org-1", "--version", version, "--granularity", granularity, "--out", target);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("7.00", run.Row("USD"), StringComparison.Ordinal);
        Assert.Equal("PAR1"u8.ToArray(), (await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken))[..4]);
    }

    [Fact]
    public async Task A_failed_export_leaves_the_earlier_file()
    {
        string target = await _folder.WriteAsync("focus.csv", "earlier");
        string ledger = await _folder.LedgerAsync(EntryBuilder.Attempt() with { Cost = EntryBuilder.Priced(1m, currency: "EUR") });

        ToolRun run = await ToolRun.OfAsync("export", "focus", "--db", ledger, "--billing-account", "org-1", "--currency", "USD", "--out", target);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("EUR", run.Error, StringComparison.Ordinal);
        Assert.Equal("earlier", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(target + ".tmp"));
    }

    [Theory]
    [InlineData("--out", "focus.xlsx", ".parquet")]
    [InlineData("--out", "no-such-folder/focus.csv", "no-such-folder' does not exist")]
    [InlineData("--version", "2.0", "1.5-draft")]
    [InlineData("--granularity", "year", "call")]
    [InlineData("--currency", "gold", "ISO 4217")]
    public async Task A_bad_option_is_named(string option, string value, string message)
    {
        string[] args = ["export", "focus", "--db", await _folder.SmallLedgerAsync(), "--billing-account", "org-1", option, value];

        ToolRun run = await ToolRun.OfAsync(option == "--out" ? args : [.. args, "--out", _folder.PathOf("focus.csv")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
