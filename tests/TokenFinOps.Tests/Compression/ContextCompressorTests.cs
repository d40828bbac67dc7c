using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Compression;

public sealed class ContextCompressorTests
{
    private const string Question = "What was agreed?";

    private static readonly string Minutes = string.Join(' ', Enumerable.Range(0, 200).Select(static i => $"point{i}"));

    [Fact]
    public void Ones_own_compressor_shortens_long_texts_once_for_a_question()
    {
        var own = new Own(static (text, most) => new ContextCut(string.Join(' ', text.Split(' ')[..most])));
        PromptCompressor compressor = Compressor(own);

        CompressedPrompt first = Compress(compressor);
        CompressedPrompt second = Compress(compressor);

        Assert.Equal(60, first.Receipt.Blocks.Single().TokensAfter);
        Assert.Equal(first.Messages[0].Text, second.Messages[0].Text);
        Assert.Equal([(Minutes, Question, 60)], own.Asked);
    }

    [Fact]
    public void What_it_leaves_too_long_is_not_used()
    {
        CompressedPrompt prompt = Compress(Compressor(new Own(static (text, most) => new ContextCut(string.Join(' ', text.Split(' ')[..(most + 1)])))));

        Assert.Empty(prompt.Receipt.Blocks);
        Assert.Equal("Nothing was left out: what is left has 61 tokens, and 60 were asked for.", Assert.Single(prompt.Receipt.Untouched).Reason);
    }

    [Fact]
    public void When_it_fails_the_text_is_sent_as_it_came()
    {
        CompressedPrompt prompt = Compress(Compressor(new Own(static (_, _) => throw new InvalidOperationException("The model is gone."))));

        Assert.Equal(Minutes + Question, prompt.Messages[0].Text);
        Assert.Equal("Nothing was left out: the context compressor failed.", Assert.Single(prompt.Receipt.Untouched).Reason);
    }

    private static PromptCompressor Compressor(IContextCompressor own) => new(new PromptCompressionOptions { MaxContextTokens = 60, ContextCompressor = own }, new TestMeter.WordCounter());

    private static CompressedPrompt Compress(PromptCompressor compressor) =>
        compressor.Compress([new ChatMessage(ChatRole.User, [PromptContext.Of(Minutes), new TextContent(Question)])]);

    private sealed class Own(Func<string, int, ContextCut> cut) : IContextCompressor
    {
        public List<(string Text, string Question, int MaxTokens)> Asked { get; } = [];

        public ContextCut Compress(string text, string question, int maxTokens, CompressionTarget target)
        {
            Asked.Add((text, question, maxTokens));
            return cut(text, maxTokens);
        }
    }
}
