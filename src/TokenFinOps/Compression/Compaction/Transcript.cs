using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lossless;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Writes messages down for who summarizes them.</summary>
internal static class Transcript
{
    public static string Of(IEnumerable<ChatMessage> messages)
    {
        var written = new StringBuilder();
        foreach (ChatMessage message in messages)
        {
            foreach (AIContent content in message.Contents)
            {
                if (TextOf(content) is { Length: > 0 } text)
                {
                    written.Append(CultureInfo.InvariantCulture, $"{message.Role}: {text}\n");
                }
            }
        }

        return written.ToString();
    }

    // Reasoning is the model's own, and providers do not take it from earlier turns either.
    private static string? TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"calls {call.Name} {Arguments(call)}",
        FunctionResultContent result => $"result {Result(result)}",
        DataContent data => $"({data.MediaType})",
        UriContent uri => $"({uri.MediaType})",
        ErrorContent error => $"error {error.Message}",
        _ => null,
    };

    private static string Arguments(FunctionCallContent call) =>
        call.Arguments is { } arguments ? WireText.Of(arguments) is { } text ? Compact(text) : "(arguments that cannot be written)" : "{}";

    private static string Result(FunctionResultContent result) =>
        result.Result is null ? "null" : WireText.Of(result.Result) is { } text ? Compact(text) : "(not text)";

    private static string Compact(string text)
    {
        if (!JsonMinifier.TryParse(text, out JsonDocument? document))
        {
            return text;
        }

        using (document)
        {
            try
            {
                return JsonMinifier.Minify(document.RootElement);
            }
            catch (InvalidOperationException)
            {
                // Half a character, which has no shorter form; the text is as good.
                return text;
            }
        }
    }
}
