using System.Globalization;
using CsCheck;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Tests.Pricing.Catalogue.Import;

public class LiteLlmImporterTests
{
    [Theory]
    [InlineData("input_cost_per_token", UsageKind.InputTokens, 1_000_000)]
    [InlineData("output_cost_per_token", UsageKind.OutputTokens, 1_000_000)]
    [InlineData("cache_read_input_token_cost", UsageKind.CacheReadTokens, 1_000_000)]
    [InlineData("input_cost_per_token_cache_hit", UsageKind.CacheReadTokens, 1_000_000)]
    [InlineData("cache_creation_input_token_cost", UsageKind.CacheWriteTokens, 1_000_000)]
    [InlineData("cache_creation_input_token_cost_above_1hr", UsageKind.CacheWrite1hTokens, 1_000_000)]
    [InlineData("cache_read_input_audio_token_cost", UsageKind.CacheAudioReadTokens, 1_000_000)]
    [InlineData("cache_creation_input_audio_token_cost", UsageKind.CacheAudioWriteTokens, 1_000_000)]
    [InlineData("output_cost_per_reasoning_token", UsageKind.OutputReasoningTokens, 1_000_000)]
    [InlineData("citation_cost_per_token", UsageKind.OutputCitationTokens, 1_000_000)]
    [InlineData("input_cost_per_audio_token", UsageKind.InputAudioTokens, 1_000_000)]
    [InlineData("output_cost_per_audio_token", UsageKind.OutputAudioTokens, 1_000_000)]
    [InlineData("input_cost_per_image_token", UsageKind.InputImageTokens, 1_000_000)]
    [InlineData("output_cost_per_image_token", UsageKind.OutputImageTokens, 1_000_000)]
    [InlineData("input_cost_per_video_token", UsageKind.InputVideoTokens, 1_000_000)]
    [InlineData("output_cost_per_video_token", UsageKind.OutputVideoTokens, 1_000_000)]
    [InlineData("input_cost_per_character", UsageKind.InputCharacters, 1_000_000)]
    [InlineData("output_cost_per_character", UsageKind.OutputCharacters, 1_000_000)]
    [InlineData("input_cost_per_image", UsageKind.InputImages, 1_000)]
    [InlineData("output_cost_per_image", UsageKind.OutputImages, 1_000)]
    [InlineData("input_cost_per_pixel", UsageKind.InputPixels, 1_000_000_000)]
    [InlineData("input_cost_per_audio_per_second", UsageKind.InputAudioSeconds, 1)]
    [InlineData("output_cost_per_video_per_second", UsageKind.OutputVideoSeconds, 1)]
    [InlineData("input_cost_per_query", UsageKind.RerankSearches, 1_000)]
    [InlineData("input_cost_per_request", UsageKind.Requests, 1_000)]
    [InlineData("annotation_cost_per_page", UsageKind.InputAnnotatedDocumentPages, 1_000)]
    public void A_price_of_one_unit_is_read(string key, UsageKind kind, int per)
    {
        Rate rate = Assert.Single(Single($"\"{key}\":2.5e-06").CardFor(default)!.Rates);

        Assert.Equal(new Rate(kind, 0.0000025m * per, per), rate);
    }

    [Theory]
    [InlineData("audio_transcription", "input_cost_per_second", UsageKind.InputAudioSeconds)]
    [InlineData("audio_transcription", "output_cost_per_second", UsageKind.InputAudioSeconds)]
    [InlineData("audio_speech", "output_cost_per_second", UsageKind.OutputAudioSeconds)]
    [InlineData("video_generation", "output_cost_per_second", UsageKind.OutputVideoSeconds)]
    [InlineData("search", "input_cost_per_query", UsageKind.WebSearches)]
    public void What_a_second_or_query_is_depends_on_what_the_model_does(string mode, string key, UsageKind kind) =>
        Assert.Equal(kind, Assert.Single(Single($"\"mode\":\"{mode}\",\"{key}\":0.1").CardFor(default)!.Rates).Kind);

    [Fact]
    public void A_transcription_whose_output_seconds_stand_at_zero_is_billed_by_its_input() =>
        Assert.Equal(0.5m, Single("\"mode\":\"audio_transcription\",\"output_cost_per_second\":0.0,\"input_cost_per_second\":0.5").CardFor(default)!.Find(UsageKind.InputAudioSeconds)!.Amount);

    [Fact]
    public void Context_tiers_are_sorted_as_numbers_whatever_the_numbers_are()
    {
        Rate rate = Single("""
            "input_cost_per_token":1e-06,"input_cost_per_token_above_1000k_tokens":5e-06,"input_cost_per_token_above_200k_tokens":3e-06,
            "input_cost_per_token_above_32000_tokens":2e-06,"input_cost_per_token_above_2m_tokens":"6e-06"
            """).CardFor(default)!.Find(UsageKind.InputTokens)!;

        Assert.Equal([new(32_000, 2m), new(200_000, 3m), new(1_000_000, 5m), new(2_000_000, 6m)], rate.Tiers);
    }

    [Fact]
    public void Any_prices_in_any_notation_and_order_are_read_exactly() => Gen.Select(
        Gen.Select(Gen.Int[1, 5_000], Gen.Long[0, 999_999_999_999], Gen.Int[0, 22]).Array[0, 6],
        Gen.Bool).Sample(
        static (steps, asText) =>
        {
            (int Thousands, decimal Price, string Text)[] tiers = [.. steps.DistinctBy(static step => step.Item1).Select(static step => (step.Item1, Scaled(step.Item2, step.Item3), $"{step.Item2}e-{step.Item3}"))];
            IEnumerable<string> keys = tiers.Select(tier => $"\"input_cost_per_token_above_{tier.Thousands}k_tokens\":" + (asText ? $"\"{tier.Text}\"" : tier.Text)).Append("\"input_cost_per_token\":0.5");

            Rate rate = Single(string.Join(',', keys)).CardFor(default)!.Find(UsageKind.InputTokens)!;

            Assert.Equal(500_000m, rate.Amount);
            Assert.Equal(tiers.Where(static tier => tier.Price <= 1_000_000_000m).OrderBy(static tier => tier.Thousands).Select(static tier => new ContextTier(tier.Thousands * 1_000L, tier.Price * 1_000_000m)), rate.Tiers);
        },
        iter: 2_000,
        seed: "0000kAtA10g4");

    [Fact]
    public void Service_tiers_are_laid_over_the_standard_prices()
    {
        ModelPrices model = Single("""
            "input_cost_per_token":5e-06,"output_cost_per_token":3e-05,"cache_read_input_token_cost":5e-07,"input_cost_per_token_above_272k_tokens":1e-05,
            "input_cost_per_token_batches":2.5e-06,"output_cost_per_token_batches":1.5e-05,"input_cost_per_token_flex":2e-06,"input_cost_per_token_priority":1e-05,
            "input_cost_per_token_above_272k_tokens_priority":2e-05,"input_cost_per_token_ultrafast":9e-05
            """);

        Assert.Equal(new Rate(UsageKind.InputTokens, 2.5m, null, new ContextTier(272_000, 10m)), model.CardFor(default, ServiceTier.Batch)!.Find(UsageKind.InputTokens));
        Assert.Equal((15m, 0.5m), (model.CardFor(default, ServiceTier.Batch)!.Find(UsageKind.OutputTokens)!.Amount, model.CardFor(default, ServiceTier.Batch)!.Find(UsageKind.CacheReadTokens)!.Amount));
        Assert.Equal((2m, 30m), (model.Input(default, ServiceTier.Flex), model.CardFor(default, ServiceTier.Flex)!.Find(UsageKind.OutputTokens)!.Amount));
        Assert.Equal(new ContextTier(272_000, 20m), model.CardFor(default, ServiceTier.Priority)!.Find(UsageKind.InputTokens)!.Tiers[0]);
        Assert.Equal(90m, model.Input(default, ServiceTier.Of("ultrafast")));
    }

    [Fact]
    public void Regions_and_speeds_of_one_object_are_told_apart()
    {
        ModelPrices model = Single("""
            "input_cost_per_token":5e-06,"provider_specific_entry":{"us":1.1,"fast":6.0},"regional_processing_uplift_multiplier_eu":1.1,"regional_endpoint_uplift_multiplier":1.2
            """);

        Assert.Equal((1.1m, 1.1m, 1.2m), (model.Cards[0].RegionMultipliers["us"], model.Cards[0].RegionMultipliers["eu"], model.Cards[0].RegionMultipliers["regional"]));
        Assert.Equal(30m, model.Input(default, ServiceTier.Of("fast")));
    }

    [Fact]
    public void A_table_of_context_lengths_is_read_with_what_it_leaves_out()
    {
        RateCard card = Single("""
            "output_cost_per_token":9e-06,"cache_read_input_token_cost":1e-07,
            "tiered_pricing":[{"range":[128000,1000000],"input_cost_per_token":3e-06,"output_cost_per_token":12e-06},{"range":[0,32000.0],"input_cost_per_token":1e-06,"cache_read_input_token_cost":1e-07},
            {"range":[32000,128000],"input_cost_per_token":2e-06},{"range":[5,6],"output_cost_per_token":1}]
            """).CardFor(default)!;

        Assert.Equal(new Rate(UsageKind.InputTokens, 1m, null, new ContextTier(32_000, 2m), new ContextTier(128_000, 3m)), card.Find(UsageKind.InputTokens));
        Assert.Equal(new Rate(UsageKind.OutputTokens, 9m, null, new ContextTier(32_000, 9m), new ContextTier(128_000, 12m)), card.Find(UsageKind.OutputTokens));
        Assert.Equal(new Rate(UsageKind.CacheReadTokens, 0.1m, null, new ContextTier(32_000, 2m), new ContextTier(128_000, 3m)), card.Find(UsageKind.CacheReadTokens));
    }

    [Theory]
    [InlineData("23:00", 1)]
    [InlineData("00:29", 1)]
    [InlineData("00:30", 4)]
    [InlineData("12:30", 1)]
    [InlineData("13:00", 4)]
    public void Off_peak_hours_are_read_in_several_windows_and_past_midnight(string time, int price)
    {
        ModelPrices model = Single("""
            "input_cost_per_token":4e-06,"output_cost_per_token":8e-06,
            "off_peak_pricing":{"hours_utc":"16:30-00:30","windows":[{"hours_utc":["12:00-13:00"],"weekdays":[0,1,2,3,4,5,6]}],"input_cost_per_token":1e-06}
            """);
        DateTimeOffset moment = DateTimeOffset.Parse($"2026-08-21T{time}Z", CultureInfo.InvariantCulture);

        Assert.Equal(price, model.Input(moment));
        Assert.Equal(8m, model.CardFor(moment)!.Find(UsageKind.OutputTokens)!.Amount);
    }

    [Fact]
    public void Hours_of_some_weekdays_cannot_be_expressed_and_are_reported()
    {
        ImportResult result = Import("\"input_cost_per_token\":4e-06,\"off_peak_pricing\":{\"windows\":[{\"hours_utc\":\"00:00-00:00\",\"weekdays\":[5,6]}],\"input_cost_per_token\":1e-06}");

        Assert.Contains(result.Warnings, static warning => warning.Key == "off_peak_pricing" && warning.Reason.Contains("weekdays", StringComparison.Ordinal));
        Assert.Equal(4m, result.Catalogue.Models[0].Input());
    }

    [Fact]
    public void Web_search_costs_what_the_medium_size_costs()
    {
        ImportResult result = Import("\"input_cost_per_token\":1e-06,\"search_context_cost_per_query\":{\"search_context_size_low\":0.03,\"search_context_size_medium\":0.035,\"search_context_size_high\":0.05}");

        Assert.Equal(new Rate(UsageKind.WebSearches, 35m), result.Catalogue.Models[0].CardFor(default)!.Find(UsageKind.WebSearches));
        Assert.Equal("search_context_cost_per_query", Assert.Single(result.Warnings).Key);
    }

    [Theory]
    [InlineData("\"input_cost_per_video_per_second_above_8s_interval\":0.1")]
    [InlineData("\"input_dbu_cost_per_token\":0.1")]
    [InlineData("\"vector_store_cost_per_gb_per_day\":0.1")]
    [InlineData("\"code_interpreter_cost_per_session\":0.03")]
    [InlineData("\"computer_use_input_cost_per_1k_tokens\":0.003")]
    [InlineData("\"mode\":\"chat\",\"input_cost_per_second\":0.01")]
    [InlineData("\"mode\":\"image_generation\",\"input_cost_per_pixel\":1e-08")]
    [InlineData("\"output_cost_per_dream\":1")]
    [InlineData("\"web_search_billing_unit\":\"per_prompt\"")]
    [InlineData("\"input_cost_per_token_priority_gold\":1")]
    [InlineData("\"cache_creation_input_token_cost_above_200k_tokens\":2.5e-07")]
    [InlineData("\"output_cost_per_image\":-1")]
    [InlineData("\"output_cost_per_image\":\"ask sales\"")]
    [InlineData("\"output_cost_per_image\":1e-40")]
    public void What_cannot_be_expressed_is_reported(string key)
    {
        ImportResult result = Import($"\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06,{key}");

        ImportWarning warning = Assert.Single(result.Warnings);
        Assert.Equal("m", warning.Model);
        Assert.Contains(warning.Key, key, StringComparison.Ordinal);
        Assert.Equal(2, result.Catalogue.Models[0].CardFor(default)!.Rates.Length);
    }

    [Fact]
    public void A_price_by_the_letter_does_not_stand_beside_one_by_the_token() => Assert.Equal(
        [UsageKind.InputTokens],
        Single("\"input_cost_per_token\":1e-06,\"input_cost_per_character\":2e-07,\"input_cost_per_character_above_128k_tokens\":4e-07").CardFor(default)!.Kinds);

    [Fact]
    public void A_model_whose_prices_are_all_zero_is_unknown_and_not_free()
    {
        ImportResult result = Import("\"input_cost_per_token\":0,\"output_cost_per_token\":0.0");

        Assert.Empty(result.Catalogue.Models);
        Assert.Single(result.Warnings);
    }

    [Fact]
    public void XAI_bills_the_dearer_tier_from_the_threshold_on()
    {
        ImportResult result = LiteLlmImporter.Import(CatalogueData.Utf8("""{"xai/grok-9":{"litellm_provider":"xai","input_cost_per_token":1e-06,"input_cost_per_token_above_128k_tokens":2e-06}}"""));
        ModelPrices model = Assert.Single(result.Catalogue.Models);

        Assert.Equal(("x-ai", "grok-9"), (model.Provider, model.Model));
        Assert.Equal(0.256m, CostCalculator.Price(Usage.Of(input: 128_000), model.CardFor(default)!).List);
    }

    [Theory]
    [InlineData("azure/gpt-4o", "azure", "azure", "gpt-4o")]
    [InlineData("azure/eu/gpt-4o", "azure", "azure", "eu/gpt-4o")]
    [InlineData("gemini/gemini-9", "gemini", "google", "gemini-9")]
    [InlineData("vertex_ai/claude-9@20260101", "vertex_ai-anthropic_models", "google", "claude-9@20260101")]
    [InlineData("bedrock/us-east-1/x.y", "bedrock", "aws", "us-east-1/x.y")]
    [InlineData("accounts/fireworks/models/z", "fireworks_ai", "fireworks", "accounts/fireworks/models/z")]
    [InlineData("groq/openai/gpt-oss-20b", "groq", "groq", "openai/gpt-oss-20b")]
    public void Providers_and_names_are_those_of_the_shipped_catalogue(string key, string source, string provider, string name)
    {
        ModelPrices model = Assert.Single(LiteLlmImporter.Import(CatalogueData.Utf8("{\"" + key + "\":{\"litellm_provider\":\"" + source + "\",\"input_cost_per_token\":1}}")).Catalogue.Models);

        Assert.Equal((provider, name), (model.Provider, model.Model));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"litellm_provider":5}""")]
    [InlineData("""{"litellm_provider":"p","input_cost_per_token":[]}""")]
    [InlineData("""{"litellm_provider":"p","tiered_pricing":[7],"off_peak_pricing":{"hours_utc":7}}""")]
    public void A_malformed_model_is_reported_and_the_rest_loads(string bad)
    {
        ImportResult result = LiteLlmImporter.Import(CatalogueData.Utf8("""{"sample_spec":{},"bad":""" + bad + ""","good":{"litellm_provider":"p","input_cost_per_token":1}}"""));

        Assert.NotEmpty(result.Warnings);
        Assert.Equal("good", Assert.Single(result.Catalogue.Models).Model);
    }

    [Theory]
    [InlineData("catalogs/litellm.2025-09-01.json.gz", 1_300)]
    [InlineData("catalogs/litellm.model_prices_and_context_window.subset-2026-07-24.json", 210)]
    public void The_public_catalogues_load(string file, int least)
    {
        ImportResult result = LiteLlmImporter.Import(CatalogueData.Read(file));

        Assert.True(result.Catalogue.Models.Length >= least, $"{result.Catalogue.Models.Length} models");
        Assert.All(result.Warnings, static warning => Assert.NotEmpty(warning.Reason));
    }

    private static decimal Scaled(long digits, int scale) => new((int)digits, (int)(digits >> 32), 0, false, (byte)scale);

    private static ModelPrices Single(string keys) => Assert.Single(Import(keys).Catalogue.Models);

    private static ImportResult Import(string keys) => LiteLlmImporter.Import(CatalogueData.Utf8($"{{\"m\":{{\"litellm_provider\":\"p\",{keys}}}}}"));
}
