using System.Text.Json;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tool.Tests;

public sealed class WhyTests : IDisposable
{
    private static readonly Guid Request = Guid.CreateVersion7(EntryBuilder.Noon);

    private static readonly RoutingDecision Decision = new()
    {
        Chosen = "small-1",
        Tier = "small",
        Baseline = "large-1",
        DecidedBy = "complexity",
        Workload = "00ff",
        Candidates = [new("small-1", "small", 0.00014m, null), new("large-1", "large", 0.014m, null), new("eu-1", "large", null, "not in us")],
        Remarks = [new("complexity", "chooses small: little to gain above", -0.25)],
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_is_found_by_its_id_or_by_its_answers(bool byRequest)
    {
        ToolRun run = await ToolRun.OfAsync("why", byRequest ? Request.ToString() : "resp-2", "--db", await LedgerAsync());

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("complexity chose small-1 (small); without the router it would have been large-1.", run.Out, StringComparison.Ordinal);
        Assert.Contains("complexity: chooses small: little to gain above (-0.25)", run.Out, StringComparison.Ordinal);
        Assert.Equal("eu-1 large ? not in us", run.Row("eu-1"));
        Assert.Contains("HttpRequestException", run.Row("Answer"), StringComparison.Ordinal);
        Assert.Contains("0.014 USD", run.Row("Fallback"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("930c60df-bf64-41c9-a88e-3ec75f81e00e")]
    [InlineData("b3999b8c93e04e11bcbff7bcab829667")]
    public async Task An_answer_is_found_whose_provider_gives_it_a_guid(string responseId)
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m) with { ResponseId = responseId };

        ToolRun run = await ToolRun.OfAsync("why", responseId, "--db", await _folder.LedgerAsync(entry));

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Json_holds_the_decision_and_every_attempt()
    {
        ToolRun run = await ToolRun.OfAsync("why", Request.ToString(), "--db", await LedgerAsync(), "--json");

        Assert.Equal("small-1", run.Json.GetProperty("decision").GetProperty("chosen").GetString());
        JsonElement[] attempts = [.. run.Json.GetProperty("attempts").EnumerateArray()];
        Assert.Equal(["Answer", "Fallback"], attempts.Select(static attempt => attempt.GetProperty("role").GetString()));
        Assert.Equal(0.014m, attempts[1].GetProperty("cost").GetDecimal());
    }

    [Fact]
    public async Task A_request_that_is_not_there_is_said_so()
    {
        ToolRun run = await ToolRun.OfAsync("why", Guid.CreateVersion7().ToString(), "--db", await LedgerAsync());

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("has no request", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_router_the_attempts_are_shown()
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m);

        ToolRun run = await ToolRun.OfAsync("why", entry.RequestId.ToString(), "--db", await _folder.LedgerAsync(entry));

        Assert.Contains("No router decided about it.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_compressor_did_to_an_attempt_is_shown_step_by_step()
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m) with
        {
            Deployment = "large-1",
            Compression = new AttemptCompression(CompressionMode.On, 12_000, 9_000)
            {
                Saved = 0.0375m,
                Steps = [new CompressionSum(CompressionStep.Tabulated, 3, 2_500), new CompressionSum(CompressionStep.Stubbed, 1, 500)],
            },
        };
        string ledger = await _folder.LedgerAsync(entry);

        ToolRun view = await ToolRun.OfAsync("why", entry.RequestId.ToString(), "--db", ledger);
        ToolRun json = await ToolRun.OfAsync("why", entry.RequestId.ToString(), "--db", ledger, "--json");

        Assert.Contains("The compressor made 9,000 tokens of the 12,000 that went to large-1, which saved 0.0375 USD.", view.Out, StringComparison.Ordinal);
        Assert.Contains("Tabulated: 3 parts, 2,500 tokens fewer", view.Out, StringComparison.Ordinal);
        JsonElement compression = json.Json.GetProperty("attempts")[0].GetProperty("compression");
        Assert.Equal(("On", 12_000, 9_000, 0.0375m), (compression.GetProperty("mode").GetString(), compression.GetProperty("tokens_before").GetInt64(), compression.GetProperty("tokens_after").GetInt64(), compression.GetProperty("saved").GetDecimal()));
        Assert.Equal(["Tabulated", "Stubbed"], compression.GetProperty("steps").EnumerateArray().Select(static step => step.GetProperty("step").GetString()));
    }

    [Theory]
    [InlineData(CompressionMode.Shadow, "The compressor only watched, and would have made 9,000 tokens of the 12,000 that went to large-1, which would have saved an unknown amount.")]
    [InlineData(CompressionMode.Control, "The compressor left the control group alone, and would have made 9,000 tokens of the 12,000 that went to large-1, which would have saved an unknown amount.")]
    public async Task What_the_compressor_did_not_do_is_not_said_to_be_saved(CompressionMode mode, string said)
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m) with { Deployment = "large-1", Compression = new AttemptCompression(mode, 12_000, 9_000) };

        ToolRun run = await ToolRun.OfAsync("why", entry.RequestId.ToString(), "--db", await _folder.LedgerAsync(entry));

        Assert.Contains(said, run.Out, StringComparison.Ordinal);
    }

    private Task<string> LedgerAsync() => _folder.LedgerAsync(
        EntryBuilder.Attempt(0m) with
        {
            RequestId = Request,
            Deployment = "small-1",
            Outcome = AttemptOutcome.Failed,
            ErrorType = "HttpRequestException",
            Routing = new AttemptRouting("small", AttemptRole.Answer, null, Decision),
        },
        EntryBuilder.Attempt(0.014m, EntryBuilder.Noon.AddSeconds(1)) with
        {
            RequestId = Request,
            Deployment = "large-1",
            ResponseId = "resp-2",
            Routing = new AttemptRouting("large", AttemptRole.Fallback, "small-1 failed with HttpRequestException"),
        },
        EntryBuilder.Attempt(5m));
}
