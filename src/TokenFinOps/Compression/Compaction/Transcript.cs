using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Lossless;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Writes messages down for who summarizes them.</summary>
internal static class Transcript
{
    /// <summary>Writes messages in few words: JSON without white space.</summary>
    public static string Of(IEnumerable<ChatMessage> messages) => string.Concat(Written(messages, Compact));

    /// <summary>Writes messages as they are, which is quick, to tell whether they came before.</summary>
    public static IEnumerable<string> Lines(IEnumerable<ChatMessage> messages) => Written(messages, static text => text);

    private static IEnumerable<string> Written(IEnumerable<ChatMessage> messages, Func<string, string> shorten) =>
        from message in messages
        from content in message.Contents
        let text = TextOf(content, shorten)
        where !string.IsNullOrEmpty(text)
        select $"{message.Role}: {text}\n";

    // Reasoning is the model's own, and providers do not take it from earlier turns either.
    private static string? TextOf(AIContent content, Func<string, string> shorten) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"calls {call.Name} {Arguments(call, shorten)}",
        FunctionResultContent result => $"result {Result(result, shorten)}",
        DataContent data => $"({data.MediaType})",
        UriContent uri => $"({uri.MediaType})",
        ErrorContent error => $"error {error.Message}",
        _ => null,
    };

    private static string Arguments(FunctionCallContent call, Func<string, string> shorten) =>
        call.Arguments is { } arguments ? WireText.Of(arguments) is { } text ? shorten(text) : "(arguments that cannot be written)" : "{}";

    private static string Result(FunctionResultContent result, Func<string, string> shorten) =>
        result.Result is null ? "null" : WireText.Of(result.Result) is { } text ? shorten(text) : "(not text)";

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
