using Microsoft.Extensions.AI;
using TokenFinOps.Caching;

namespace TokenFinOps.Tests.Caching;

public sealed class StandaloneQuestionTests
{
    private static readonly ChatMessage[] Bank = [new(ChatRole.User, "the bank account"), new(ChatRole.Assistant, "What about it?"), new(ChatRole.User, "close it")];

    private static readonly ChatMessage[] Shop = [new(ChatRole.User, "the shop door"), new(ChatRole.Assistant, "What about it?"), new(ChatRole.User, "close it")];

    [Fact]
    public async Task A_follow_up_never_hits_the_same_words_of_another_conversation()
    {
        foreach (CachedPipeline pipeline in (CachedPipeline[])[new(), new(static options => options.ContextTurns = 2)])
        {
            await pipeline.AskAsync(Bank);

            Assert.Null((await pipeline.AskAsync(Shop)).GetCacheHit());
            Assert.NotNull((await pipeline.AskAsync(Bank)).GetCacheHit());
        }
    }

    [Fact]
    public async Task Where_turns_are_compared_a_conversation_that_says_the_same_in_other_words_is_found()
    {
        var pipeline = new CachedPipeline(static options => options.ContextTurns = 2);
        await pipeline.AskAsync(Bank);

        ChatResponse again = await pipeline.AskAsync([new(ChatRole.User, "my bank account, please"), new(ChatRole.Assistant, "What about it?"), new(ChatRole.User, "close it")]);

        Assert.False(again.GetCacheHit()!.IsExact);
    }

    [Fact]
    public async Task Another_question_after_the_very_same_turns_is_not_found()
    {
        var pipeline = new CachedPipeline(static options => options.ContextTurns = 2);
        await pipeline.AskAsync(Bank);

        Assert.Null((await pipeline.AskAsync([.. Bank.SkipLast(1), new(ChatRole.User, "open another")])).GetCacheHit());
        Assert.Null((await pipeline.AskAsync("close it")).GetCacheHit());
    }

    [Fact]
    public async Task A_question_that_was_written_to_stand_alone_is_found_from_elsewhere()
    {
        var pipeline = new CachedPipeline(static options => options.StandaloneQuestion = static (messages, _) =>
            ValueTask.FromResult<string?>(messages.Count == 1 ? messages[0].Text : "close bank account"));
        await pipeline.AskAsync(Bank);

        Assert.NotNull((await pipeline.AskAsync("please close the bank account")).GetCacheHit());
    }

    [Fact]
    public async Task Where_it_cannot_be_written_only_the_same_conversation_is_found()
    {
        var pipeline = new CachedPipeline(static options => options.StandaloneQuestion = static (_, _) => ValueTask.FromResult<string?>(null));
        await pipeline.AskAsync(Bank);
        await pipeline.AskAsync("close it");

        Assert.NotNull((await pipeline.AskAsync(Bank)).GetCacheHit());
        Assert.Null((await pipeline.AskAsync("it, close")).GetCacheHit());
    }
}
