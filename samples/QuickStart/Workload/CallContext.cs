using System.Text;
using Microsoft.Extensions.AI;

namespace QuickStart.Workload;

/// <summary>What a feature works with: the application's clients, and luck that is the same in every run.</summary>
internal sealed class CallContext(IChatClient chat, HandbookIndex handbook, ModelChoice models, Random random, int index)
{
    public IChatClient Chat { get; } = chat;

    public HandbookIndex Handbook { get; } = handbook;

    public ModelChoice Models { get; } = models;

    public Random Random { get; } = random;

    /// <summary>Gets how many times the feature was used before.</summary>
    public int Index { get; } = index;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Random.Next(choices.Count)];

    public static List<ChatMessage> Conversation(string system, string user) => [new(ChatRole.System, system), new(ChatRole.User, user)];

    /// <summary>Asks and reads the answer as it is written.</summary>
    public async Task<string> StreamAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (ChatResponseUpdate update in Chat.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            text.Append(update.Text);
        }

        return text.ToString();
    }
}
