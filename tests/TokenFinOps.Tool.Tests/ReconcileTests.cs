using System.Text.Json;

namespace TokenFinOps.Tool.Tests;

public sealed class ReconcileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_invoice_that_agrees_is_no_difference()
    {
        string invoice = await _folder.WriteAsync("invoice.csv", "date,model,cost\n2026-03-10,gpt-x,3.00\n2026-03-11,gpt-x,4.00\n");

        ToolRun run = await ToolRun.OfAsync("reconcile", invoice, "--db", await _folder.SmallLedgerAsync());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 of 2 lines match.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_metered_is_listed_and_ends_with_one()
    {
        const string Invoice = "start_time_iso,amount_value,amount_currency,line_item,api_key_id,project_name\n"
            + "2026-03-10T00:00:00,3.00,usd,\"gpt-x, input\",key_1,Known\n2026-03-10T00:00:00,5.00,usd,\"gpt-shadow, input\",key_2,Skunkworks\n";
        string[] args = ["reconcile", await _folder.WriteAsync("costs.csv", Invoice), "--preset", "openai", "--db", await _folder.SmallLedgerAsync()];

        ToolRun table = await ToolRun.OfAsync(args);
        ToolRun json = await ToolRun.OfAsync([.. args, "--json"]);

        Assert.Equal((1, 1), (table.ExitCode, json.ExitCode));
        Assert.StartsWith("gpt-shadow Skunkworks key_2 USD 5.00", table.Row("gpt-shadow"), StringComparison.Ordinal);
        JsonElement total = Assert.Single(json.Json.GetProperty("totals").EnumerateArray());
        Assert.Equal((8m, 3m, 5m), (total.GetProperty("invoice").GetDecimal(), total.GetProperty("ledger").GetDecimal(), total.GetProperty("missing_in_ledger").GetDecimal()));
    }

    [Fact]
    public async Task Columns_can_be_named()
    {
        string invoice = await _folder.WriteAsync("kosten.csv", "Tag;Modell;Kosten\n2026-03-11;gpt-x;4\n");

        ToolRun run = await ToolRun.OfAsync(
            "reconcile", invoice, "--column", "date=Tag", "--column", "model=Modell", "--column", "amount=Kosten", "--db", await _folder.SmallLedgerAsync());

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("date,model,cost\n2026-03-10,gpt-x,three\n", "Line 2, column 'cost': 'three'")]
    [InlineData("name\nx\n", "name")]
    [InlineData("date,cost\n", "no lines")]
    public async Task A_bad_invoice_is_named_with_file_line_and_column(string csv, string message)
    {
        ToolRun run = await ToolRun.OfAsync("reconcile", await _folder.WriteAsync("invoice.csv", csv), "--db", await _folder.SmallLedgerAsync());

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--preset", "acme")]
    [InlineData("--column", "cost")]
    [InlineData("--tolerance", "-1")]
    [InlineData("--from", "yesterday")]
    [InlineData("--basis", "gross")]
    public async Task A_bad_option_is_a_usage_error(string option, string value) =>
        Assert.Equal(2, (await ToolRun.OfAsync("reconcile", "invoice.csv", "--db", await _folder.SmallLedgerAsync(), option, value)).ExitCode);
}
