using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Gate;

namespace TokenFinOps.Compression.Prompts;

/// <summary>Puts a prompt together from the forms that its contents are sent in. The caller's messages are not touched.</summary>
internal static class PromptWriter
{
    public static IReadOnlyList<ChatMessage> Write(IReadOnlyList<ChatMessage> messages, List<PromptBlock> blocks, ImmutableArray<BlockForm> forms)
    {
        ChatMessage[]? written = null;
        for (int i = 0; i < blocks.Count; i++)
        {
            if (TextOf(blocks[i], forms[i]) is not { } text)
            {
                continue;
            }

            written ??= [.. messages];
            int message = blocks[i].Message;
            if (ReferenceEquals(written[message], messages[message]))
            {
                written[message] = messages[message].Clone();
                written[message].Contents = [.. messages[message].Contents];
            }

            written[message].Contents[blocks[i].Content] = blocks[i].Result is { } result ? Rewritten(result, text.Text) : Rewritten(blocks[i].Context!, text.Text);
        }

        return written ?? messages;
    }

    public static BlockText? TextOf(PromptBlock block, BlockForm form) => form switch
    {
        BlockForm.Short => block.Short,
        BlockForm.Stub => block.Stub,
        _ => null,
    };

    private static TextContent Rewritten(TextContent context, string text) => new(text)
    {
        Annotations = context.Annotations,
        AdditionalProperties = context.AdditionalProperties,
    };

    private static FunctionResultContent Rewritten(FunctionResultContent result, string text) => new(result.CallId, text)
    {
        Exception = result.Exception,
        Annotations = result.Annotations,
        AdditionalProperties = result.AdditionalProperties,
    };
}
