using System.Text.Json;

namespace TokenFinOps.Tool.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cost_is_shown_by_team_with_a_total()
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), "--by", "team");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("support USD 3.00 3.00 0.00 2 0 0 2,000 200", run.Row("support"));
        Assert.Equal("sales USD ≥ 4.00 ≥ 4.00 0.00 2 1 0 2,000 200", run.Row("sales"));
        Assert.Equal("TOTAL USD ≥ 7.00 ≥ 7.00 0.00 4 1 0 4,000 400", run.Row("TOTAL"));
        Assert.Contains("1 attempts have no price", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_every_digit()
    {
        string ledger = await _folder.LedgerAsync(TokenFinOps.Tests.Ledger.EntryBuilder.Attempt(0.123456789012345678901234m, null, ("team", "ä \"quoted\"")));

        ToolRun run = await ToolRun.OfAsync("report", "--db", ledger, "--by", "team", "--json");

        JsonElement row = Assert.Single(run.Json.GetProperty("rows").EnumerateArray());
        Assert.Equal("ä \"quoted\"", row.GetProperty("keys").GetProperty("team").GetString());
        Assert.Equal(0.123456789012345678901234m, row.GetProperty("effective_cost").GetDecimal());
        Assert.Contains("0.123456789012345678901234", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modle", true)]
    [InlineData("feature", false)]
    [InlineData("team", false)]
    [InlineData("model", false)]
    public async Task A_tag_that_no_entry_has_is_said_to_be_one(string name, bool isUnknown)
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), "--by", name);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(isUnknown, run.Error.Contains($"no entry has a tag '{name}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Levels_have_subtotals()
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), "--rollup", "team,feature");

        Assert.Contains("support * USD 3.00", run.Row("support"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("team=support", "3.00")]
    [InlineData("team!=support", "≥ 4.00")]
    [InlineData("feature=", "?")]
    [InlineData("team=support,sales", "≥ 7.00")]
    [InlineData("model=gpt-x", "≥ 7.00")]
    [InlineData("tag:model=gpt-x", null)]
    public async Task Conditions_narrow_the_report(string condition, string? cost)
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), "--where", condition);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(cost is null ? "no entries" : $"USD {cost}", cost is null ? run.Out : run.Row("USD"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--month", "2026-03", 4)]
    [InlineData("--month", "2026-02", 0)]
    [InlineData("--last", "7d", 0)]
    [InlineData("--last", "4w", 4)]
    [InlineData("--from", "2026-03-11", 1)]
    [InlineData("--to", "2026-03-11", 3)]
    public async Task A_period_is_said_in_several_ways(string option, string value, int attempts)
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), option, value, "--json");

        Assert.Equal(attempts, run.Json.GetProperty("totals").EnumerateArray().Sum(static total => total.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task Time_is_divided_in_a_time_zone()
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), "--bucket", "day", "--zone", "Asia/Tokyo", "--json");

        Assert.Equal(["2026-03-10T00:00:00+09:00", "2026-03-11T00:00:00+09:00"], run.Json.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("start").GetString()));
    }

    [Fact]
    public async Task The_dearest_come_first_and_the_rest_is_summed_up()
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), "--by", "team", "--top", "1", "--measure", "effective-cost");

        Assert.Contains("4.00", run.Row("sales"), StringComparison.Ordinal);
        Assert.Contains("3.00", run.Row("(rest)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_shown_with_the_runs_that_it_started()
    {
        string ledger = await _folder.SmallLedgerAsync();

        ToolRun tree = await ToolRun.OfAsync("report", "--db", ledger, "--run", "run-1");
        ToolRun json = await ToolRun.OfAsync("report", "--db", ledger, "--run", "run-1", "--json");

        Assert.Contains("run run-1: 2 attempts, 4.00 USD (1 unpriced) (own 1, 4.00 USD)", tree.Out, StringComparison.Ordinal);
        Assert.Equal(["run-1", "run-2"], json.Json.GetProperty("runs").EnumerateArray().Select(static run => run.GetProperty("run").GetString()));
    }

    [Theory]
    [InlineData("--where", "team", "not a condition")]
    [InlineData("--where", "outcome=lost", "lost")]
    [InlineData("--month", "March", "2026-11")]
    [InlineData("--last", "7", "24h")]
    [InlineData("--from", "10.03.2026", "2026-11-30")]
    [InlineData("--zone", "Mars", "IANA")]
    [InlineData("--bucket", "decade", "quarter")]
    [InlineData("--measure", "joy", "effective-cost")]
    [InlineData("--top", "0", "1 or more")]
    [InlineData("--top", "many", "many")]
    [InlineData("--by", "team,team", "twice")]
    [InlineData("--run", "nowhere", "nowhere")]
    public async Task Bad_input_is_named_with_the_cure(string option, string value, string message)
    {
        ToolRun run = await ToolRun.OfAsync("report", "--db", await _folder.SmallLedgerAsync(), option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
