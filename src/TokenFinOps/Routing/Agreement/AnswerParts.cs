using System.Text;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement;

/// <summary>What a response answers with: after the last result of a tool, if tools have run within it.</summary>
internal sealed class AnswerParts
{
    private AnswerParts(ChatResponse response)
    {
        (AIContent Content, int Message)[] all = [.. response.Messages.SelectMany(static (message, index) => message.Contents.Select(content => (content, index)))];
        AIContent[] contents = [.. all.Select(static each => each.Content)];
        HasError = contents.Any(static content => content is ErrorContent);
        IsIncomplete = response.FinishReason == ChatFinishReason.Length || response.FinishReason == ChatFinishReason.ContentFilter;
        int start = Array.FindLastIndex(contents, static content => content is ToolResultContent) + 1;
        AIContent[] last = contents[start..];
        Calls = [.. last.OfType<FunctionCallContent>().Where(static call => !call.InformationalOnly)];
        HasOther = last.Any(static content => content is DataContent or UriContent or HostedFileContent);
        Text = Thoughts.Without(TextOf(all.AsSpan(start)));
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

    // Messages are set apart: "1" and "2" in two messages are not "12" in one.
    private static string TextOf(ReadOnlySpan<(AIContent Content, int Message)> contents)
    {
        var text = new StringBuilder();
        int message = -1;
        foreach ((AIContent content, int index) in contents)
        {
            if (content is not TextContent said || string.IsNullOrEmpty(said.Text))
            {
                continue;
            }

            text.Append(message >= 0 && index != message ? "\n\n" : string.Empty).Append(said.Text);
            message = index;
        }

        return WholeCharacters(text.ToString().Trim());
    }

    // Half of a surrogate pair, as a cut leaves it, is no character.
    private static string WholeCharacters(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : string.Concat(text.EnumerateRunes());
}
