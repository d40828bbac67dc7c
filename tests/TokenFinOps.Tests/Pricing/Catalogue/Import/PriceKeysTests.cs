using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Tests.Pricing.Catalogue.Import;

public class PriceKeysTests
{
    [Theory]
    [InlineData("input_mtok", UsageKind.InputTokens, 1_000_000)]
    [InlineData("cache_write_1h_mtok", UsageKind.CacheWrite1hTokens, 1_000_000)]
    [InlineData("cache_audio_read_mtok", UsageKind.CacheAudioReadTokens, 1_000_000)]
    [InlineData("input_mchars", UsageKind.InputCharacters, 1_000_000)]
    [InlineData("input_text_messages_kcount", UsageKind.InputTextMessages, 1_000)]
    [InlineData("audio_hours", UsageKind.AudioSeconds, 3_600)]
    [InlineData("input_gpixels", UsageKind.InputPixels, 1_000_000_000)]
    [InlineData("input_annotated_document_kpages", UsageKind.InputAnnotatedDocumentPages, 1_000)]
    [InlineData("web_searches_kcount", UsageKind.WebSearches, 1_000)]
    [InlineData("code_executions_kcount", UsageKind.CodeExecutions, 1_000)]
    [InlineData("requests_kcount", UsageKind.Requests, 1_000)]
    public void A_key_names_its_kind_and_how_many_units_it_prices(string key, UsageKind kind, int per)
    {
        Assert.True(PriceKeys.TryParse(key, out UsageKind parsed));
        Assert.Equal((kind, per), (parsed, parsed.QuotedPer()));
    }

    [Fact]
    public void Every_kind_has_a_key_of_its_own() => Assert.All(UsageKinds.All, static kind => Assert.True(PriceKeys.TryParse(PriceKeys.Key(kind), out UsageKind parsed) && parsed == kind));

    [Theory]
    [InlineData("input_tokens")]
    [InlineData("wishes_kcount")]
    [InlineData("")]
    public void Other_keys_are_unknown(string key) => Assert.False(PriceKeys.TryParse(key, out _));
}
