using CsCheck;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Tests.Pricing.Extraction;

public sealed class OddCountTests
{
    private static readonly string[] NoCounts =
        ["-5", "-0.1", "1e400", "-1e400", "1e19", "79228162514264337593543950336", "\"NaN\"", "\"12\"", "\"\"", "true", "[]", "{}", "[3]"];

    private static readonly string[] Counts = ["0", "1", "3.0", "2.5", "1e3", "999999999999"];

    public static TheoryData<string> Odd => [.. NoCounts];

    [Theory]
    [MemberData(nameof(Odd))]
    public void A_count_that_is_none_is_left_out_and_flagged(string odd)
    {
        ExtractedUsage extracted = Body.Extract($$$"""{"usage":{"prompt_tokens":{{{odd}}},"prompt_tokens_details":{"cached_tokens":{{{odd}}}},"completion_tokens":4}}""", "openai");

        Assert.Equal(Usage.Of(output: 4), extracted.Usage);
        Assert.Equal(PricingIssues.InvalidCount, extracted.Issues);
    }

    [Fact]
    public void When_no_count_is_one_the_usage_is_unknown_and_not_zero()
    {
        ExtractedUsage extracted = Body.Extract("""{"usage":{"prompt_tokens":-1,"completion_tokens":"x"}}""", "openai", "chat");

        Assert.True(extracted.Usage.IsEmpty);
        Assert.Equal(PricingIssues.InvalidCount, extracted.Issues);
    }

    [Fact]
    public void Whole_numbers_may_be_written_as_fractions_or_with_an_exponent() =>
        Assert.Equal(Usage.Of(input: 3, output: 1_000), Body.Extract("""{"usage":{"prompt_tokens":3.0,"completion_tokens":1e3}}""", "openai").Usage);

    [Fact]
    public void No_number_anywhere_fails_a_response() =>
        Gen.Select(Any([.. NoCounts, .. Counts]).Array[8], Any(["anthropic", "aws", "google", "x-ai", "perplexity", "openai"])).Sample(static (values, provider) =>
        {
            ExtractedUsage extracted = Body.Extract(AllFormats(values), provider);

            Usage usage = extracted.Usage;
            Assert.All(usage.Kinds, kind => Assert.True(usage[kind] >= 0));
            CostCalculator.Price(extracted.Usage, new RateCard(new Rate(UsageKind.InputTokens, 2.5m), new Rate(UsageKind.OutputTokens, 10m)));
        });

    private static Gen<string> Any(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    // One body that every provider finds its own counts in, next to those of the others.
    private static string AllFormats(string[] v) => $$$"""
        {
          "usage": {
            "prompt_tokens": {{{v[0]}}}, "completion_tokens": {{{v[1]}}}, "reasoning_tokens": {{{v[2]}}}, "citation_tokens": {{{v[3]}}},
            "input_tokens": {{{v[0]}}}, "output_tokens": {{{v[1]}}}, "cache_read_input_tokens": {{{v[4]}}}, "cache_creation_input_tokens": {{{v[5]}}},
            "inputTokens": {{{v[0]}}}, "outputTokens": {{{v[1]}}}, "cacheReadInputTokens": {{{v[6]}}}, "cost": {{{v[7]}}}, "cost_in_usd_ticks": {{{v[7]}}}
          },
          "usageMetadata": {
            "promptTokenCount": {{{v[0]}}}, "thoughtsTokenCount": {{{v[2]}}}, "candidatesTokenCount": {{{v[1]}}},
            "promptTokensDetails": [{ "modality": "AUDIO", "tokenCount": {{{v[3]}}} }]
          }
        }
        """;
}
