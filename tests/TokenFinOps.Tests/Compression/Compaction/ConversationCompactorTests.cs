using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Compression.Compaction;

public sealed class ConversationCompactorTests
{
    [Fact]
    public async Task A_conversation_that_is_not_too_long_is_sent_as_it_came()
    {
        List<ChatMessage> messages = LongConversation.OfTurns(4);

        CompactedConversation compacted = await CompactAsync(messages, Options(100));

        Assert.Same(messages, compacted.Messages);
        Assert.Equal((92, 92, 0), (compacted.TokensBefore, compacted.TokensAfter, compacted.LeftOut));
    }

    [Fact]
    public async Task Of_one_that_is_too_long_the_oldest_parts_are_left_out_and_a_note_says_how_much()
    {
        CompactedConversation compacted = await CompactAsync(LongConversation.OfTurns(10), Options(200, target: 100));

        Assert.Equal(["Be", "[15", "say-8", "ask-9", "say-9", "ask-10", "say-10", "ask-now"], LongConversation.NamesOf(compacted.Messages));
        Assert.Equal("[15 earlier messages of this conversation are left out here, 150 tokens.]", compacted.Messages[1].Text);
        Assert.Equal((212, 74, 15), (compacted.TokensBefore, compacted.TokensAfter, compacted.LeftOut));
    }

    [Fact]
    public async Task Instructions_pinned_messages_and_what_was_said_last_stay_in_their_places()
    {
        List<ChatMessage> messages = LongConversation.OfTurns(6);
        PinnedMessage.Pin(messages[3]);
        messages.Insert(5, new ChatMessage(ChatRole.System, "Reminder one"));
        messages.AddRange(Enumerable.Range(0, 5).SelectMany(static i => LongConversation.Loop($"call-{i}", 30)));

        CompactedConversation compacted = await CompactAsync(messages, Options(200, target: 60, keep: 1));

        Assert.Equal(["Be", "[15", "ask-2", "Reminder", "ask-now", "call-2", "call-3", "call-4"], LongConversation.NamesOf(compacted.Messages));
    }

    [Fact]
    public async Task Calls_whose_results_are_not_there_yet_stay()
    {
        List<ChatMessage> messages = LongConversation.OfTurns(0);
        messages.AddRange(
        [
            new(ChatRole.Assistant, [new FunctionCallContent("pending", "pay"), new TextContent(LongConversation.Words("pending", 50))]),
            LongConversation.User("meanwhile", 1),
            .. LongConversation.Loop("done", 60),
            .. LongConversation.Loop("newest", 60),
        ]);

        CompactedConversation compacted = await CompactAsync(messages, Options(100, target: 10, keep: 1));

        Assert.Equal(["Be", "pending", "meanwhile", "newest"], LongConversation.NamesOf(compacted.Messages).Where(static name => name[0] != '['));
    }

    [Fact]
    public async Task Signed_reasoning_stays_while_its_tool_loop_may_go_on_and_goes_with_its_turn()
    {
        List<ChatMessage> messages = [LongConversation.User("ask-1"), .. Signed("old"), LongConversation.Assistant("say-1"), LongConversation.User("ask-2"), .. Signed("first"), .. Signed("second")];

        CompactedConversation compacted = await CompactAsync(messages, Options(150, target: 10, keep: 0));

        Assert.Equal(["[4", "ask-2", "first", "second"], LongConversation.NamesOf(compacted.Messages.Where(static message => !message.Contents.OfType<FunctionCallContent>().Any())));

        static ChatMessage[] Signed(string id)
        {
            ChatMessage[] loop = LongConversation.Loop(id, 60);
            loop[0].Contents.Insert(0, new TextReasoningContent("thinking") { ProtectedData = "signature" });
            return loop;
        }
    }

    [Fact]
    public async Task Contents_of_a_kind_that_only_the_provider_knows_stay()
    {
        List<ChatMessage> messages = LongConversation.OfTurns(10);
        messages.Insert(1, new ChatMessage(ChatRole.Assistant, [new AIContent { RawRepresentation = "a compaction item of the provider's own" }]));

        CompactedConversation compacted = await CompactAsync(messages, Options(200, target: 100));

        Assert.Same(messages[1], compacted.Messages[1]);
        Assert.True(compacted.LeftOut > 0);
    }

    [Fact]
    public async Task When_nothing_can_be_left_out_the_conversation_is_sent_as_it_came()
    {
        List<ChatMessage> messages = [LongConversation.User("ask", 500)];

        Assert.Same(messages, (await CompactAsync(messages, Options(100))).Messages);
    }

    [Fact]
    public async Task What_makes_room_for_a_call_or_two_only_waits_until_it_is_more()
    {
        List<ChatMessage> messages = [LongConversation.User("task", 950), LongConversation.Assistant("small", 50), LongConversation.User("next", 10), LongConversation.Assistant("say", 10), LongConversation.User("now", 1)];
        PinnedMessage.Pin(messages[0]);

        Assert.Same(messages, (await CompactAsync(messages, Options(1_000, target: 500, keep: 0))).Messages);
    }

    [Fact]
    public void Whatever_the_conversation_calls_and_results_stay_together_and_between_two_cuts_it_only_grows()
    {
        Gen<ChatMessage[]> part = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 60], Gen.Int[0, 1_000_000]).Select(static (kind, words, id) => PartOf(kind, words, $"id-{id}"));
        Gen.Select(part.Array[1, 60], Gen.Int[50, 400], Gen.Int[0, 6]).Sample(
            static (parts, most, keep) =>
            {
                ConversationCompactionOptions options = Options(most, keep: keep);
                List<ChatMessage> messages = [];
                IReadOnlyList<ChatMessage> sentBefore = [];
                int leftOutBefore = 0;
                foreach (ChatMessage[] next in parts)
                {
                    // Answers that follow each other are one answer of several messages.
                    bool isCall = next[0].Role == ChatRole.Assistant && messages.Count > 0 && messages[^1].Role != ChatRole.Assistant;
                    if (isCall)
                    {
                        CompactedConversation sent = CompactAsync(messages, options).GetAwaiter().GetResult();
                        Check(messages, sent, sentBefore, leftOutBefore);
                        (sentBefore, leftOutBefore) = (sent.Messages, sent.LeftOut);
                    }

                    messages.AddRange(next);
                }
            },
            iter: 400,
            seed: "0000kAtA10h1");
    }

    private static void Check(List<ChatMessage> messages, CompactedConversation sent, IReadOnlyList<ChatMessage> sentBefore, int leftOutBefore)
    {
        Assert.Equal(IdsOf<FunctionCallContent>(sent.Messages, static call => call.CallId), IdsOf<FunctionResultContent>(sent.Messages, static result => result.CallId));
        Assert.Equal(messages.Where(static message => message.Role == ChatRole.System), sent.Messages.Where(static message => message.Role == ChatRole.System));
        Assert.All(messages.Where(static message => message.Role == ChatRole.User).TakeLast(1), last => Assert.Contains(last, sent.Messages));
        Assert.True(sent.TokensAfter <= sent.TokensBefore);
        Assert.True(sent.LeftOut >= leftOutBefore);
        if (sent.LeftOut == leftOutBefore)
        {
            Assert.Equal(sentBefore.Select(static message => message.Text), sent.Messages.Take(sentBefore.Count).Select(static message => message.Text));
        }
    }

    private static string[] IdsOf<T>(IEnumerable<ChatMessage> messages, Func<T, string> id) => [.. messages.SelectMany(static message => message.Contents).OfType<T>().Select(id).Order()];

    private static ChatMessage[] PartOf(int kind, int words, string id) => kind switch
    {
        0 => [LongConversation.User(id, words)],
        1 => [LongConversation.Assistant(id, words)],
        2 => [new ChatMessage(ChatRole.System, LongConversation.Words(id, Math.Min(words, 10)))],
        3 => [LongConversation.Assistant(id, words), .. LongConversation.Loop(id, words)],
        _ => LongConversation.Loop(id, words),
    };

    private static ConversationCompactionOptions Options(long most, long? target = null, int keep = 2) => new() { MaxTokens = most, TargetTokens = target, KeepNewest = keep };

    private static Task<CompactedConversation> CompactAsync(IReadOnlyList<ChatMessage> messages, ConversationCompactionOptions options) =>
        new ConversationCompactor(options, new TestMeter.WordCounter()).CompactAsync(messages, default, TestContext.Current.CancellationToken);
}
