using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

public sealed class CountCacheTests
{
    [Fact]
    public void Of_a_conversation_that_grew_only_the_new_message_is_tokenized()
    {
        var tokenizer = new RecordingTokenizer();
        TokenCounter counter = tokenizer.Counter();
        List<ChatMessage> conversation = [.. Enumerable.Range(0, 50).Select(static turn => new ChatMessage(ChatRole.User, $"This is what was said in turn {turn}."))];
        TokenCount before = counter.CountInput(conversation, model: "gpt-4o");
        int counted = tokenizer.Texts.Count;

        conversation.Add(new ChatMessage(ChatRole.Assistant, "And this is new."));
        TokenCount after = counter.CountInput(conversation, model: "gpt-4o");

        Assert.Equal(["And this is new."], tokenizer.Texts.Skip(counted));
        Assert.Equal(4 + 4, after.Tokens - before.Tokens);
    }

    [Fact]
    public void A_conversation_that_was_loaded_anew_is_not_tokenized_again()
    {
        var tokenizer = new RecordingTokenizer();
        TokenCounter counter = tokenizer.Counter();
        counter.CountInput([new ChatMessage(ChatRole.User, "Where is my order?")], model: "gpt-4o");

        counter.CountInput([new ChatMessage(ChatRole.User, string.Concat("Where is", " my order?"))], model: "gpt-4o");

        Assert.Single(tokenizer.Texts);
    }

    [Fact]
    public void A_message_that_was_changed_is_counted_anew()
    {
        TokenCounter counter = new RecordingTokenizer().Counter();
        var message = new ChatMessage(ChatRole.User, "one two three");
        TokenCount before = counter.CountInput([message], model: "gpt-4o");

        ((TextContent)message.Contents[0]).Text = "one two three four five";

        Assert.Equal(2, counter.CountInput([message], model: "gpt-4o").Tokens - before.Tokens);
    }

    [Fact]
    public void Arguments_that_were_changed_are_counted_anew()
    {
        TokenCounter counter = new RecordingTokenizer().Counter();
        var arguments = new Dictionary<string, object?> { ["q"] = "one" };
        var message = new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "search", arguments)]);
        TokenCount before = counter.CountInput([message], model: "gpt-4o");

        arguments["q"] = "one two three";

        Assert.Equal(2, counter.CountInput([message], model: "gpt-4o").Tokens - before.Tokens);
    }

    [Fact]
    public void Two_tokenizers_do_not_share_counts()
    {
        TokenCount old = TestCounter.Exact.CountText("お誕生日おめでとう", "gpt-4");

        Assert.NotEqual(old, TestCounter.Exact.CountText("お誕生日おめでとう", "gpt-4o"));
    }

    [Fact]
    public void A_full_cache_forgets_and_counts_again()
    {
        var tokenizer = new RecordingTokenizer();
        TokenCounter counter = tokenizer.Counter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait, CachedTexts = 16 });
        for (int text = 0; text < 1_000; text++)
        {
            counter.CountText($"This is text number {text}", "gpt-4o");
        }

        Assert.Equal(TokenCount.Exactly(5), counter.CountText("This is text number 0", "gpt-4o"));
        Assert.Equal(1_001, tokenizer.Texts.Count);
    }

    [Fact]
    public async Task Many_threads_get_the_same_counts_as_one()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(static text => string.Join(' ', Enumerable.Repeat("word", text + 1)))];
        TokenCounter counter = new RecordingTokenizer().Counter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait, CachedTexts = 64 });

        long[][] counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(
            () => texts.Select((_, place) => counter.CountText(texts[(place + (thread * 25)) % texts.Length], "gpt-4o").Tokens).ToArray(),
            TestContext.Current.CancellationToken)));

        Assert.All(counts, static (perThread, thread) => Assert.All(perThread, (count, place) => Assert.Equal(((place + (thread * 25)) % 200) + 1, count)));
    }
}
