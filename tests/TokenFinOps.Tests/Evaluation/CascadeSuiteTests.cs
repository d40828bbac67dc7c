using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Routing;
using TokenFinOps.Evaluation.Suites;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Evaluation;

/// <summary>The suite <c>cascade</c>, on matrices whose result can be worked out by hand.</summary>
public sealed class CascadeSuiteTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_dear_model_is_asked_and_paid_only_where_the_cheap_ones_disagree()
    {
        SuiteReport report = await RunAsync(
            """{"id":"1","prompt":"One?","correct":{"a":1,"b":1,"c":0},"answer":{"a":"1","b":"1.0","c":"2"},"outChars":{"a":4000,"b":4000,"c":4000}}""",
            """{"id":"2","prompt":"Two?","correct":{"a":0,"b":1,"c":1},"answer":{"a":"1","b":"2","c":"2"},"outChars":{"a":4000,"b":4000,"c":4000}}""");

        Assert.Equal(2m, report["quality_ratio"]);
        Assert.Equal(0.5m, report["agree_share"]);
        Assert.Equal(0.7m, report["cost_ratio"]);
        Assert.Equal(0.1m, report["best_weak_cost_ratio"]);
    }

    [Fact]
    public async Task What_a_model_really_said_is_read_where_it_is_there()
    {
        SuiteReport report = await RunAsync(
            """{"id":"1","prompt":"One?","correct":{"a":1,"b":1,"c":1},"answer":{"a":"1","b":"1","c":"1"},"outChars":{"a":30,"b":400,"c":400},"weakText":{"a":"{\"reasoning\":\"so\",\"answer\":\"1\"}"}}""",
            """{"id":"2","prompt":"Two?","correct":{"a":1,"b":1,"c":1},"answer":{"a":"2","b":"2","c":"2"},"outChars":{"a":20,"b":400,"c":400},"weakText":{"a":"It is rather unclear to me, to be honest with you."}}""");

        Assert.Equal(0.5m, report["agree_share"]);
    }

    [Fact]
    public async Task A_model_without_a_price_says_how_to_give_one()
    {
        var exception = await Assert.ThrowsAsync<EvaluationException>(() => RunWithAsync([], """{"id":"1","prompt":"One?","correct":{"a":1,"b":1,"c":1},"answer":{},"outChars":{}}"""));

        Assert.Contains("--prices FILE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_row_is_named()
    {
        var exception = await Assert.ThrowsAsync<EvaluationException>(() => RunAsync("""{"id":"1"}"""));

        Assert.Contains("Line 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-4o-2024-08-06", 2.5)]
    [InlineData("gemini-1.5-pro-002", 1.25)]
    [InlineData("claude-3-5-sonnet-20240620", 3)]
    public void A_vendors_model_has_its_vendors_price(string model, decimal input) => Assert.Equal(input, Prices().Of(model).Input);

    [Theory]
    [InlineData("Meta-Llama-3_1-70B-Instruct")]
    [InlineData("Meta-Llama-3.1-8B-Instruct")]
    [InlineData("gemma-2-27b-it@together")]
    public void An_open_model_has_the_price_of_a_host(string model) => Assert.True(Prices().Of(model).Input > 0);

    [Fact]
    public void An_open_model_has_the_price_of_the_host_that_is_named_else_no_bargain()
    {
        decimal one = Prices().Of("Meta-Llama-3_1-70B-Instruct@openrouter").Input;
        decimal other = Prices().Of("Meta-Llama-3_1-70B-Instruct@aws").Input;
        decimal middle = Prices().Of("Meta-Llama-3_1-70B-Instruct").Input;

        Assert.InRange(middle, Math.Min(one, other), Math.Max(one, other));
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task A_model_that_is_named_with_its_host_is_found_in_data_that_name_none()
    {
        string data = _folder.Write("open.jsonl", """{"id":"1","prompt":"One?","correct":{"Meta-Llama-3_1-70B-Instruct":1,"gpt-4o-mini":1,"gpt-4o":1},"answer":{"Meta-Llama-3_1-70B-Instruct":"1","gpt-4o-mini":"1","gpt-4o":"1"},"outChars":{"Meta-Llama-3_1-70B-Instruct":4000,"gpt-4o-mini":4000,"gpt-4o":4000}}""");

        decimal cheap = await CostAsync("Meta-Llama-3_1-70B-Instruct@openrouter");
        decimal dear = await CostAsync("Meta-Llama-3_1-70B-Instruct@aws");

        Assert.True(cheap < dear);

        async Task<decimal> CostAsync(string peer)
        {
            CommandLine arguments = CommandLine.Parse(["cascade", "--data", data, "--weak", "gpt-4o-mini," + peer, "--strong", "gpt-4o"]);
            return (await new CascadeSuite().RunAsync(new SuiteContext(arguments, new Progress<double>()), TestContext.Current.CancellationToken))["cost_ratio"]!.Value;
        }
    }

    [Fact]
    public void Two_spellings_of_a_model_are_one_and_two_sizes_are_two()
    {
        Assert.Equal(CascadeModelKey.Of("Meta-Llama-3_1-70B-Instruct"), CascadeModelKey.Of("meta.llama3-1-70b-instruct-v1:0"));
        Assert.NotEqual(CascadeModelKey.Of("Qwen2-7B-Instruct"), CascadeModelKey.Of("Qwen-27B-Instruct"));
    }

    private static CascadePrices Prices() => new(null, PriceCatalogue.Shipped, TimeProvider.System.GetUtcNow());

    private Task<SuiteReport> RunAsync(params string[] rows)
    {
        string prices = _folder.Write("prices.json", """{"a":{"input":0,"output":1},"b":{"input":0,"output":1},"c":{"input":0,"output":10}}""");
        return RunWithAsync(["--prices", prices], rows);
    }

    private Task<SuiteReport> RunWithAsync(string[] options, params string[] rows)
    {
        string data = _folder.Write("matrix.jsonl", string.Join('\n', rows));
        CommandLine arguments = CommandLine.Parse(["cascade", "--data", data, "--weak", "a,b", "--strong", "c", .. options]);
        return new CascadeSuite().RunAsync(new SuiteContext(arguments, new Progress<double>()), TestContext.Current.CancellationToken);
    }
}
