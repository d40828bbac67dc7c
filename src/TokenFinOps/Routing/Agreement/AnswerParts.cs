using System.Text;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Agreement;

/// <summary>What a response answers with: after the last result of a tool, if tools have run within it.</summary>
internal sealed class AnswerParts
{
    private const string EndOfThought = "</think>";

    private AnswerParts(ChatResponse response)
    {
        AIContent[] contents = [.. response.Messages.SelectMany(static message => message.Contents)];
        HasError = contents.Any(static content => content is ErrorContent);
        IsIncomplete = response.FinishReason == ChatFinishReason.Length || response.FinishReason == ChatFinishReason.ContentFilter;
        AIContent[] last = contents[(Array.FindLastIndex(contents, static content => content is ToolResultContent) + 1)..];
        Calls = [.. last.OfType<FunctionCallContent>().Where(static call => !call.InformationalOnly)];
        HasOther = last.Any(static content => content is DataContent or UriContent or HostedFileContent);
        Text = WithoutThought(TextOf(last));
    }

    /// <summary>Gets the calls that wait for their results.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; }

    /// <summary>Gets the text, without what a model thought aloud before it.</summary>
    public string Text { get; }

    /// <summary>Gets a value indicating whether there is more than text and calls: images, files.</summary>
    public bool HasOther { get; }

    public bool HasError { get; }

    /// <summary>Gets a value indicating whether the answer was cut off or filtered.</summary>
    public bool IsIncomplete { get; }

    public static AnswerParts Of(ChatResponse response) => new(response);

    private static string TextOf(AIContent[] contents)
    {
        var text = new StringBuilder();
        foreach (TextContent content in contents.OfType<TextContent>())
        {
            text.Append(content.Text);
        }

        return WholeCharacters(text.ToString().Trim());
    }

    // Half of a surrogate pair, as a cut leaves it, is no character.
    private static string WholeCharacters(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : string.Concat(text.EnumerateRunes());

    private static string WithoutThought(string text)
    {
        int end = text.StartsWith("<think>", StringComparison.OrdinalIgnoreCase) ? text.LastIndexOf(EndOfThought, StringComparison.OrdinalIgnoreCase) : -1;
        return end < 0 ? text : text[(end + EndOfThought.Length)..].Trim();
    }
}
