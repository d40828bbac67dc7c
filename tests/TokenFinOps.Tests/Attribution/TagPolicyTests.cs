using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Attribution;

public sealed class TagPolicyTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_without_a_required_tag_is_allowed_and_marked_by_default(bool streaming)
    {
        TestMeter meter = Metered(new TagPolicy().Require("team"));

        await meter.CallAsync(streaming);

        Assert.True((await meter.SingleEntryAsync()).Notes.HasFlag(MeteringNotes.TagPolicyViolated));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_without_a_required_tag_can_be_refused_before_anything_is_sent(bool streaming)
    {
        TestChatClient provider = TestChatClient.Answering();
        TestMeter meter = Metered(new TagPolicy { OnViolation = TagPolicyAction.Refuse }.Require("team", "cost_center"), provider);

        var error = await Assert.ThrowsAsync<TagPolicyException>(() => meter.CallAsync(streaming));

        Assert.Contains("'team'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'cost_center'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, provider.Calls);
        Assert.Empty(await meter.EntriesAsync());
    }

    [Fact]
    public async Task A_value_that_is_not_allowed_is_named_with_those_that_are()
    {
        TestMeter meter = Metered(new TagPolicy { OnViolation = TagPolicyAction.Refuse }.Allow("team", "support", "search"));

        using (FinOps.Attribute(("team", "suport")))
        {
            var error = await Assert.ThrowsAsync<TagPolicyException>(() => meter.CallAsync(streaming: false));

            Assert.Contains("'suport'", error.Message, StringComparison.Ordinal);
            Assert.Contains("search, support", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_with_all_it_needs_is_not_marked()
    {
        TestMeter meter = Metered(new TagPolicy().Require("team").Allow("team", "support"));

        using (FinOps.Attribute(("team", "support")))
        {
            await meter.CallAsync(streaming: false);
        }

        Assert.False((await meter.SingleEntryAsync()).Notes.HasFlag(MeteringNotes.TagPolicyViolated));
    }

    [Fact]
    public async Task A_hashed_tag_tells_customers_apart_without_naming_them()
    {
        TestMeter meter = Metered(new TagPolicy().Hash(Secret, "customer"));

        foreach (string customer in new[] { "acme", "acme", "globex" })
        {
            using (FinOps.Attribute(("customer", customer), ("team", "support")))
            {
                await meter.CallAsync(streaming: false);
            }
        }

        List<LedgerEntry> entries = await meter.EntriesAsync();
        Assert.Equal(entries[0].Tags["customer"], entries[1].Tags["customer"]);
        Assert.NotEqual(entries[0].Tags["customer"], entries[2].Tags["customer"]);
        Assert.All(entries, static entry => Assert.StartsWith("hmac:", entry.Tags["customer"], StringComparison.Ordinal));
        Assert.All(entries, static entry => Assert.Equal("support", entry.Tags["team"]));
    }

    [Fact]
    public void Another_secret_gives_another_hash()
    {
        TagSet tags = TagSet.Of(("customer", "acme"));

        Assert.NotEqual(new TagPolicy().Hash(Secret, "customer").Protect(tags), new TagPolicy().Hash([.. Secret.Reverse()], "customer").Protect(tags));
    }

    [Fact]
    public void A_refusal_never_quotes_the_value_of_a_hashed_tag()
    {
        TagPolicy policy = new TagPolicy().Hash(Secret, "customer").Allow("customer", "acme");

        Assert.DoesNotContain("secret-name", string.Concat(policy.Check(TagSet.Of(("customer", "secret-name")))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_secret_is_refused_with_the_least_length() =>
        Assert.Contains("16", Assert.Throws<ArgumentException>(static () => new TagPolicy().Hash(new byte[8], "customer")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_enricher_that_throws_is_left_out_and_the_call_goes_on()
    {
        var meter = new TestMeter(TestChatClient.Answering(), attributor: new Attributor([new FailingEnricher(), new TenantEnricher()]));

        using (FinOps.Attribute(("team", "support")))
        {
            await meter.CallAsync(streaming: false);
        }

        Assert.Equal(TagSet.Of(("team", "support"), ("tenant", "acme")), (await meter.SingleEntryAsync()).Tags);
    }

    [Fact]
    public async Task The_scope_wins_over_an_enricher()
    {
        var meter = new TestMeter(TestChatClient.Answering(), attributor: new Attributor([new TenantEnricher()]));

        using (FinOps.Attribute(("tenant", "globex")))
        {
            await meter.CallAsync(streaming: false);
        }

        Assert.Equal("globex", (await meter.SingleEntryAsync()).Tags["tenant"]);
    }

    private static TestMeter Metered(TagPolicy policy, TestChatClient? provider = null) =>
        new(provider ?? TestChatClient.Answering(), attributor: new Attributor(policy: policy));

    private sealed class FailingEnricher : IAttributionEnricher
    {
        public TagSet GetTags() => throw new InvalidOperationException("no request");
    }

    private sealed class TenantEnricher : IAttributionEnricher
    {
        public TagSet GetTags() => TagSet.Of(("tenant", "acme"));
    }
}
