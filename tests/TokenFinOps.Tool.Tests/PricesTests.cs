using System.Text.Json;

namespace TokenFinOps.Tool.Tests;

public sealed class PricesTests : IDisposable
{
    private const string Old = """{"gpt-x":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":1e-06,"output_cost_per_token":2e-06},"gpt-gone":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":1e-06}}""";
    private const string New = """{"gpt-x":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":1.5e-06,"output_cost_per_token":2e-06,"input_dbu_cost_per_token":1e-06},"gpt-new":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":1e-06}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_shipped_prices_are_listed()
    {
        ToolRun run = await ToolRun.OfAsync("prices", "list", "--provider", "openai", "--model", "gpt-4o-mini");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("input_tokens", run.Row("openai gpt-4o-mini "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dated_name_is_resolved_as_the_ledger_would()
    {
        ToolRun run = await ToolRun.OfAsync("prices", "list", "--provider", "anthropic", "--model", "claude-haiku-4-5-20251001", "--json");

        Assert.Contains("claude-haiku-4-5", run.Json.GetProperty("prices")[0].GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Contains("Note:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_an_error() => Assert.Equal(2, (await ToolRun.OfAsync("prices", "list", "--model", "no-such-model-9")).ExitCode);

    [Fact]
    public async Task Changes_between_two_files_are_found()
    {
        string old = await _folder.WriteAsync("old.json", Old);
        string @new = await _folder.WriteAsync("new.json", New);

        JsonElement json = (await ToolRun.OfAsync("prices", "diff", old, @new, "--json")).Json;
        ToolRun table = await ToolRun.OfAsync("prices", "diff", old, @new);

        Assert.Equal("openai/gpt-new", Assert.Single(json.GetProperty("added").EnumerateArray()).GetString());
        Assert.Equal("openai/gpt-gone", Assert.Single(json.GetProperty("removed").EnumerateArray()).GetString());
        JsonElement change = Assert.Single(json.GetProperty("changed").EnumerateArray());
        Assert.Equal(("input_tokens", 1m, 1.5m), (change.GetProperty("kind").GetString(), change.GetProperty("old").GetDecimal(), change.GetProperty("new").GetDecimal()));
        Assert.Contains("50.0 %", table.Row("openai/gpt-x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conflicts_are_listed_and_fail_where_asked()
    {
        string[] files = [await _folder.WriteAsync("a.json", Old), await _folder.WriteAsync("b.json", New)];

        ToolRun listed = await ToolRun.OfAsync(["prices", "conflicts", .. files]);
        ToolRun failed = await ToolRun.OfAsync(["prices", "conflicts", .. files, "--fail", "--json"]);
        ToolRun agreed = await ToolRun.OfAsync("prices", "conflicts", files[0], files[0], "--fail");

        Assert.Equal((0, 1, 0), (listed.ExitCode, failed.ExitCode, agreed.ExitCode));
        Assert.Equal("openai/gpt-x input_tokens 1 1.5 1,000,000", listed.Row("openai/gpt-x"));
        Assert.Equal(2, Assert.Single(failed.Json.GetProperty("conflicts").EnumerateArray()).GetProperty("prices").GetArrayLength());
    }

    [Fact]
    public async Task An_import_says_what_it_cannot_express_and_writes_what_it_can()
    {
        string target = _folder.PathOf("normal.json");

        ToolRun run = await ToolRun.OfAsync("prices", "import", await _folder.WriteAsync("new.json", New), "--out", target, "--json");
        ToolRun again = await ToolRun.OfAsync("prices", "diff", _folder.PathOf("new.json"), target);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Json.GetProperty("warnings").EnumerateArray(), static warning => warning.GetProperty("key").GetString() == "input_dbu_cost_per_token");
        Assert.Contains("0 models added, 0 removed, 0 prices changed.", again.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>", "not valid JSON")]
    [InlineData("{\"a\":1}", "--format")]
    public async Task A_file_that_is_no_catalogue_is_refused(string text, string message)
    {
        ToolRun run = await ToolRun.OfAsync("prices", "import", await _folder.WriteAsync("page.json", text));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogues_of_the_shared_data_are_read_and_compared()
    {
        string folder = Path.Combine(SharedData.Folder ?? ".", "pricing", "catalogs");
        Assert.SkipUnless(Directory.Exists(folder), "The shared data folder pricing/catalogs is not here; set TOKENFINOPS_DATA to its parent.");
        string[] files = [.. Directory.GetFiles(folder).Where(static file => !file.Contains("discrepancies", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        ToolRun run = await ToolRun.OfAsync(["prices", "conflicts", .. files, "--at", "2026-07-24", "--json", "--fail"]);

        Assert.Equal(1, run.ExitCode);
        Assert.NotEmpty(run.Json.GetProperty("conflicts").EnumerateArray());
    }
}
