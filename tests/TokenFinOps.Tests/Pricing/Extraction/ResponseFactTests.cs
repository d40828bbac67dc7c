using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Tests.Pricing.Extraction;

public sealed class ResponseFactTests
{
    [Theory]
    [InlineData("openai", """{"service_tier":"flex","usage":{"prompt_tokens":1,"completion_tokens":1}}""", "flex")]
    [InlineData("openai", """{"service_tier":"default","usage":{"prompt_tokens":1,"completion_tokens":1}}""", "standard")]
    [InlineData("anthropic", """{"usage":{"input_tokens":1,"output_tokens":1,"service_tier":"batch"}}""", "batch")]
    [InlineData("anthropic", """{"usage":{"input_tokens":1,"output_tokens":1,"service_tier":"standard","speed":"fast"}}""", "fast")]
    [InlineData("google", """{"usageMetadata":{"promptTokenCount":1,"trafficType":"ON_DEMAND"}}""", "standard")]
    [InlineData("google", """{"usageMetadata":{"promptTokenCount":1,"trafficType":"ON_DEMAND_PRIORITY"}}""", "priority")]
    [InlineData("google", """{"usageMetadata":{"promptTokenCount":1,"trafficType":"PROVISIONED_THROUGHPUT"}}""", "provisioned_throughput")]
    [InlineData("google", """{"usageMetadata":{"promptTokenCount":1,"serviceTier":"flex"}}""", "flex")]
    [InlineData("aws", """{"serviceTier":{"type":"priority"},"usage":{"inputTokens":1,"outputTokens":1}}""", "priority")]
    [InlineData("groq", """{"service_tier":"on_demand","usage":{"prompt_tokens":1,"completion_tokens":1}}""", "standard")]
    public void The_tier_that_served_the_call_is_read_where_the_provider_puts_it(string provider, string json, string tier) =>
        Assert.Equal(ServiceTier.Of(tier), Body.Extract(json, provider).ServiceTier);

    [Fact]
    public void A_tier_that_is_not_told_is_unknown() =>
        Assert.Null(Body.Extract("""{"usage":{"prompt_tokens":1,"completion_tokens":1}}""", "openai").ServiceTier);

    [Theory]
    [InlineData("openai", """{"id":"r1","model":"gpt-5","usage":{"prompt_tokens":1,"completion_tokens":1}}""", "gpt-5", "r1")]
    [InlineData("google", """{"responseId":"r2","modelVersion":"gemini-3","usageMetadata":{"promptTokenCount":1}}""", "gemini-3", "r2")]
    [InlineData("anthropic", """{"message":{"id":"r3","model":"claude","usage":{"input_tokens":1,"output_tokens":1}}}""", "claude", "r3")]
    [InlineData("openai", """{"response":{"id":"r4","model":"gpt-5","usage":{"input_tokens":1,"output_tokens":1,"input_tokens_details":{"cached_tokens":0}}}}""", "gpt-5", "r4")]
    public void The_model_and_the_id_of_the_response_are_read(string provider, string json, string model, string id)
    {
        ExtractedUsage extracted = Body.Extract(json, provider);

        Assert.Equal(model, extracted.Model);
        Assert.Equal(id, extracted.ResponseId);
    }

    [Theory]
    [InlineData("openrouter", """{"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":6e-05,"is_byok":false,"cost_details":{"upstream_inference_cost":6e-05}}}""", "0.00006")]
    [InlineData("openrouter", """{"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.19}}}""", "0.20")]
    [InlineData("xai", """{"usage":{"prompt_tokens":1,"completion_tokens":1,"cost_in_usd_ticks":37756000}}""", "0.0037756")]
    [InlineData("perplexity", """{"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":{"total_cost":0.006}}}""", "0.006")]
    public void A_cost_that_the_provider_reports_is_read_in_dollars(string provider, string json, string cost) =>
        Assert.Equal(decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), Body.Extract(json, provider).ReportedCost);

    [Theory]
    [InlineData("-1")]
    [InlineData("\"NaN\"")]
    [InlineData("1e400")]
    public void A_reported_cost_that_is_none_is_left_out_and_flagged(string cost)
    {
        ExtractedUsage extracted = Body.Extract($$$"""{"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":{{{cost}}}}}""", "openrouter");

        Assert.Null(extracted.ReportedCost);
        Assert.Equal(PricingIssues.InvalidReportedCost, extracted.Issues);
    }

    [Fact]
    public void A_field_named_cost_means_nothing_where_the_provider_does_not_define_it() =>
        Assert.Null(Body.Extract("""{"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":5}}""", "some-gateway").ReportedCost);
}
