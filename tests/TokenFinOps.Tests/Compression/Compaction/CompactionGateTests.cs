using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Compression.Compaction;

public sealed class CompactionGateTests
{
    private static readonly PromptCacheRates Cheap = new(1.25m, 0.1m, 0);

    [Fact]
    public async Task Where_reading_from_the_cache_is_cheap_a_conversation_grows_until_a_cut_pays()
    {
        int always = await FirstCutAsync(Compactor(onlyWhereItPays: false), Cheap);
        int paying = await FirstCutAsync(Compactor(onlyWhereItPays: true), Cheap);
        int uncached = await FirstCutAsync(Compactor(onlyWhereItPays: true), PromptCacheRates.None);

        Assert.Equal(always, uncached);
        Assert.InRange(paying, always + 2, int.MaxValue);
    }

    [Fact]
    public async Task A_summary_that_costs_more_than_it_saves_is_not_written()
    {
        var rates = new CompactionRates(PromptCacheRates.None, 100, 500);
        TestChatClient writer = TestChatClient.Answering("Short.");
        var compactor = new ConversationCompactor(new ConversationCompactionOptions { MaxTokens = 500, SummaryTokens = 100, OnlyWhereItPays = true, Summarizer = writer });
        List<ChatMessage> messages = LongConversation.OfTurns(30);

        CompactedConversation dear = await compactor.CompactAsync(messages, new CompressionTarget("gpt-5"), rates, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (dear.LeftOut, writer.Calls));

        CompactedConversation cheap = await compactor.CompactAsync(messages, new CompressionTarget("gpt-5"), rates with { SummaryInput = 0.1m, SummaryOutput = 1 }, TestContext.Current.CancellationToken);
        Assert.True(cheap.LeftOut > 0 && writer.Calls > 0);
    }

    [Fact]
    public async Task What_pays_for_one_call_is_left_out_of_all_later_ones()
    {
        ConversationCompactor compactor = Compactor(onlyWhereItPays: true);
        List<ChatMessage> conversation = LongConversation.OfTurns(60);
        HashSet<ChatMessage> gone = [];
        for (int length = 2; length <= conversation.Count; length += 2)
        {
            CompactedConversation compacted = await compactor.CompactAsync(conversation[..length], new CompressionTarget("gpt-5", Cache: Cheap), TestContext.Current.CancellationToken);
            Assert.DoesNotContain(compacted.Messages, gone.Contains);
            gone.UnionWith(conversation[..length].Except(compacted.Messages));
        }

        Assert.NotEmpty(gone);
    }

    private static ConversationCompactor Compactor(bool onlyWhereItPays) =>
        new(new ConversationCompactionOptions { MaxTokens = 400, TargetTokens = 300, OnlyWhereItPays = onlyWhereItPays });

    private static async Task<int> FirstCutAsync(ConversationCompactor compactor, PromptCacheRates cache)
    {
        List<ChatMessage> conversation = LongConversation.OfTurns(60);
        for (int length = 2; length <= conversation.Count; length += 2)
        {
            CompactedConversation compacted = await compactor.CompactAsync(conversation[..length], new CompressionTarget("gpt-5", Cache: cache), TestContext.Current.CancellationToken);
            if (compacted.LeftOut > 0)
            {
                return length;
            }
        }

        return conversation.Count;
    }
}
