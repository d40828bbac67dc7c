using Microsoft.Extensions.AI;
using TokenFinOps.Tokens.Overheads;

namespace TokenFinOps.Tokens.Contents;

/// <summary>Counts what the options add to the input: descriptions of tools, and the schema that an answer must have.</summary>
internal static class ToolCounter
{
    /// <summary>Counts the tools.</summary>
    public static TokenCount Tools(ChatOptions options, in FamilyCounter text, OverheadRules rules)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return TokenCount.Zero;
        }

        TokenCount count = rules.AnyTools(options.ToolMode);
        foreach (AITool? tool in tools)
        {
            count += tool switch
            {
                null => TokenCount.Zero,
                AIFunctionDeclaration function => rules.Function(function, text),
                _ => rules.HostedTool,
            };
        }

        return count;
    }

    /// <summary>Counts the schema of the answer. Nobody publishes how it is shown to the model, so its JSON is counted, with a wide bound.</summary>
    public static TokenCount Schema(ChatResponseFormat? format, in FamilyCounter text)
    {
        if (format is not ChatResponseFormatJson { Schema: { } schema } json)
        {
            return TokenCount.Zero;
        }

        TokenCount count = FunctionText.Schema(schema, text) + text.Count(json.SchemaName) + text.Count(json.SchemaDescription);
        return TokenCount.About(count.Tokens + 10, (1.5 * count.AtMost) + 40);
    }
}
