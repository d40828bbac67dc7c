using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing;

public sealed class UsageKindTests
{
    [Theory]
    [InlineData(UsageKind.InputTokens, "input_tokens")]
    [InlineData(UsageKind.CacheWrite5mTokens, "cache_write_5m_tokens")]
    [InlineData(UsageKind.CacheAudioWrite1hTokens, "cache_audio_write_1h_tokens")]
    [InlineData(UsageKind.InputAnnotatedDocumentPages, "input_annotated_document_pages")]
    public void A_kind_is_named_as_catalogues_name_it(UsageKind kind, string name)
    {
        Assert.Equal(name, kind.Name());
        Assert.True(UsageKinds.TryParse(name, out UsageKind parsed));
        Assert.Equal(kind, parsed);
    }

    [Fact]
    public void Every_name_is_parsed_back() =>
        Assert.All(UsageKinds.All, static kind => Assert.True(UsageKinds.TryParse(kind.Name(), out UsageKind parsed) && parsed == kind));

    [Fact]
    public void Cached_audio_is_part_of_the_cache_reads_the_audio_and_the_input() =>
        Assert.Equal(
            [UsageKind.InputTokens, UsageKind.CacheReadTokens, UsageKind.InputAudioTokens],
            UsageKind.CacheAudioReadTokens.Ancestors());

    [Fact]
    public void An_hour_write_is_part_of_the_writes_and_not_of_the_five_minute_writes()
    {
        Assert.True(UsageKind.CacheWrite1hTokens.Ancestors().Contains(UsageKind.CacheWriteTokens));
        Assert.False(UsageKind.CacheWrite1hTokens.Ancestors().Contains(UsageKind.CacheWrite5mTokens));
    }

    [Fact]
    public void Input_and_output_share_nothing() =>
        Assert.All(UsageKind.InputTokens.Descendants(), static part => Assert.Equal(UsageDirection.Input, part.Direction()));

    [Fact]
    public void A_part_always_has_a_higher_number_than_its_wholes() =>
        Assert.All(UsageKinds.All, static kind => Assert.All(kind.Ancestors(), whole => Assert.True(whole < kind)));

    [Fact]
    public void Wholes_and_parts_mirror_each_other() =>
        Assert.All(UsageKinds.All, static kind => Assert.All(kind.Descendants(), part => Assert.True(part.Ancestors().Contains(kind))));

    [Theory]
    [InlineData(UsageKind.WebSearches)]
    [InlineData(UsageKind.Requests)]
    [InlineData(UsageKind.CodeExecutions)]
    public void Counted_work_is_part_of_nothing(UsageKind kind)
    {
        Assert.True(kind.Ancestors().IsEmpty);
        Assert.True(kind.Descendants().IsEmpty);
    }

    [Fact]
    public void A_number_that_is_no_kind_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(static () => ((UsageKind)63).Name());

        Assert.Contains("UsageKind", error.Message, StringComparison.Ordinal);
    }
}
