using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Tests.Fakes;

namespace TokenFinOps.Onnx.Tests.Compression;

public sealed class LinguaContextCompressorTests : IDisposable
{
    private const int Most = 100;

    private static readonly string Transcript = string.Join(' ', Enumerable.Repeat("the refund was paid in March", 40));

    private readonly KnownWords _words = new(("the", 0.1), ("refund", 0.9), ("was", 0.2), ("paid", 0.8), ("in", 0.15), ("March", 0.95), ("not", 0.05));

    public void Dispose() => _words.Dispose();

    [Fact]
    public void A_marked_text_loses_the_words_that_the_model_holds_to_be_needed_least()
    {
        CompressedPrompt prompt = Compress(Transcript);

        string sent = ((TextContent)prompt.Messages[0].Contents[0]).Text;
        Assert.Equal((Most, 0), (sent.Split(' ').Length, sent.Split(' ').Count(static word => word is "the" or "in" or "was")));
        CompressedBlock block = Assert.Single(prompt.Receipt.Blocks);
        Assert.Equal((240, Most), (block.TokensBefore, block.TokensAfter));
        Assert.All(block.Dropped, static dropped => Assert.Equal(DropReason.LeastLikely, dropped.Reason));
    }

    [Fact]
    public void Where_what_may_not_be_lost_takes_more_the_text_is_sent_as_it_came_and_the_receipt_says_why()
    {
        CompressedPrompt prompt = Compress(Transcript, static options => options with { ForceTokens = ["the", "refund", "was", "paid"] });

        Assert.Equal(Transcript, ((TextContent)prompt.Messages[0].Contents[0]).Text);
        Assert.Equal("Nothing was left out: What may not be lost takes 160 tokens, and 100 were asked for.", Assert.Single(prompt.Receipt.Untouched).Reason);
    }

    private CompressedPrompt Compress(string text, Func<LinguaOptions, LinguaOptions>? with = null)
    {
        using LinguaCompressor lingua = _words.Compressor(with);
        var compressor = new PromptCompressor(new PromptCompressionOptions { MaxContextTokens = Most, ContextCompressor = new LinguaContextCompressor(lingua) }, new WordCounter());
        return compressor.Compress([new ChatMessage(ChatRole.User, [PromptContext.Of(text), new TextContent("Summarise the call.")])]);
    }
}
