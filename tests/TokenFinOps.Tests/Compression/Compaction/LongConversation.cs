using Microsoft.Extensions.AI;

namespace TokenFinOps.Tests.Compression.Compaction;

/// <summary>Makes conversations of a stated number of words.</summary>
internal static class LongConversation
{
    public static string Words(string first, int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => i == 0 ? first : "word"));

    public static ChatMessage User(string name, int words = 10) => new(ChatRole.User, Words(name, words));

    public static ChatMessage Assistant(string name, int words = 10) => new(ChatRole.Assistant, Words(name, words));

    /// <summary>An answer that calls a tool, and the tool's result.</summary>
    public static ChatMessage[] Loop(string id, int words = 10) =>
    [
        new(ChatRole.Assistant, [new FunctionCallContent(id, "search")]),
        new(ChatRole.Tool, [new FunctionResultContent(id, Words(id, words))]),
    ];

    /// <summary>Instructions, and so many turns of a question and an answer of ten words each.</summary>
    public static List<ChatMessage> OfTurns(int turns)
    {
        List<ChatMessage> messages = [new(ChatRole.System, "Be brief.")];
        for (int turn = 1; turn <= turns; turn++)
        {
            messages.AddRange([User($"ask-{turn}"), Assistant($"say-{turn}")]);
        }

        messages.Add(User("ask-now"));
        return messages;
    }

    /// <summary>The first words of all messages and results, so that a test can say what is there.</summary>
    public static string[] NamesOf(IEnumerable<ChatMessage> messages) =>
        [.. messages.SelectMany(static message => message.Contents).Select(NameOf).OfType<string>()];

    private static string? NameOf(AIContent content) => content switch
    {
        TextContent text => text.Text.Split(' ', '\n')[0],
        FunctionResultContent result => result.Result!.ToString()!.Split(' ')[0],
        _ => null,
    };
}
