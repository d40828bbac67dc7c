using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Compression.Prompts;

/// <summary>A shortened prompt, with what the meter is told of it.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Changes">Where it is shorter, in order.</param>
/// <param name="Omitted">The results that are left out, as a whole or in part.</param>
internal sealed record ShortenedPrompt(CompressedPrompt Prompt, ImmutableArray<ShortenedBlock> Changes, ImmutableArray<PromptBlock> Omitted)
{
    /// <summary>Gets the tokens that the provider can have in its cache.</summary>
    public long CacheExpected { get; init; }

    public static ShortenedPrompt Unchanged(IReadOnlyList<ChatMessage> messages, CompressionMode mode) =>
        new(new CompressedPrompt(messages, messages, new CompressionReceipt(mode, 0, 0)), [], []);

    public static ShortenedPrompt Of(IReadOnlyList<ChatMessage> messages, List<PromptBlock> blocks, CompressionPlan plan, CompressionMode mode, TimeSpan duration)
    {
        ImmutableArray<BlockForm> forms = plan.Forms;
        var changed = ImmutableArray.CreateBuilder<CompressedBlock>();
        var untouched = ImmutableArray.CreateBuilder<UntouchedBlock>();
        var changes = ImmutableArray.CreateBuilder<ShortenedBlock>();
        long before = 0;
        long after = 0;
        for (int i = 0; i < blocks.Count; i++)
        {
            PromptBlock block = blocks[i];
            long tokens = block.Tokens;
            if (PromptWriter.TextOf(block, forms[i]) is { } text)
            {
                tokens = text.Tokens;
                changed.Add(new CompressedBlock(block.Message, block.Content, text.Step, block.Tokens, tokens) { Dropped = text.Dropped });
                changes.Add(new ShortenedBlock(before, after, block.Tokens - tokens));
            }
            else if (block.Reason is { } reason)
            {
                untouched.Add(new UntouchedBlock(block.Message, block.Content, reason));
            }

            before += block.Tokens;
            after += tokens;
        }

        var receipt = new CompressionReceipt(mode, before, after)
        {
            Blocks = changed.DrainToImmutable(),
            Untouched = untouched.DrainToImmutable(),
            CacheLost = plan.CacheLost,
            Duration = duration,
        };
        return new ShortenedPrompt(
            new CompressedPrompt(PromptWriter.Write(messages, blocks, forms), messages, receipt),
            changes.DrainToImmutable(),
            [.. blocks.Where((block, i) => block.Result is not null && PromptWriter.TextOf(block, forms[i])?.Step is CompressionStep.Stubbed or CompressionStep.Selected)])
        {
            CacheExpected = plan.CacheExpected,
        };
    }
}
