using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Compression;

/// <summary>What a tool's result of a megabyte takes. Characters are counted instead of tokens, so that the compressor's own work is seen.</summary>
public sealed class LargeResultTests
{
    private const long Megabyte = 1 << 20;

    private static readonly object Records = JsonSerializer.SerializeToElement(
        Enumerable.Range(0, 9_000).Select(static i => new { id = $"HAT{i:00000}", origin = "DEN", destination = "LAS", seats = i % 300, price = 100.50m + i, note = "meal on board, no refund" }));

    private static readonly string Prose = string.Join(' ', Enumerable.Range(0, 14_000).Select(static i => $"Section {i} speaks of the canteen, its tables and the colour of its chairs."));

    [Fact]
    public void Records_of_a_megabyte_are_written_shorter_in_a_few_dozen_times_their_size() =>
        Assert.InRange(AllocatedFor(new PromptCompressionOptions(), Records), 0, 40 * Megabyte);

    [Fact]
    public void Prose_of_a_megabyte_is_cut_in_a_few_dozen_times_its_size() =>
        Assert.InRange(AllocatedFor(new PromptCompressionOptions { MaxContextTokens = 1_000 }, Prose), 0, 40 * Megabyte);

    [Fact]
    public void What_is_too_long_is_not_even_looked_at() =>
        Assert.InRange(AllocatedFor(new PromptCompressionOptions { MaxTextLength = 100_000 }, Prose), 0, Megabyte);

    private static long AllocatedFor(PromptCompressionOptions options, object result)
    {
        var compressor = new PromptCompressor(options, new FourCharacters());
        compressor.Compress(ToolConversation.Of("warm", ToolConversation.Flights(1)));
        List<ChatMessage> messages = ToolConversation.Of(result);
        long before = GC.GetAllocatedBytesForCurrentThread();
        compressor.Compress(messages);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class FourCharacters : ITokenCounter
    {
        public TokenCount CountText(ReadOnlySpan<char> text, string? model = null, string? provider = null) => TokenCount.Exactly((text.Length + 3) / 4);

        public TokenCount CountInput(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string? model = null, string? provider = null) => throw new NotSupportedException("Only texts are counted here.");

        public TokenCount CountOutput(IEnumerable<AIContent> contents, string? model = null, string? provider = null) => TokenCount.Exactly(0);
    }
}
