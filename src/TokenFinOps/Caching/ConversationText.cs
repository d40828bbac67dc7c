using Microsoft.Extensions.AI;

namespace TokenFinOps.Caching;

/// <summary>Makes questions of a conversation comparable outside it, for <see cref="SemanticCacheOptions.StandaloneQuestion"/>.</summary>
public static class ConversationText
{
    /// <summary>Puts what was last said before the question in front of it.</summary>
    /// <param name="turns">How many messages of users and the assistant before the question, at least 1.</param>
    /// <returns>What writes the text. Thread-safe.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Func<IReadOnlyList<ChatMessage>, CancellationToken, ValueTask<string?>> LastTurns(int turns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(turns, 1);
        return (messages, _) =>
        {
            IEnumerable<string> said = messages.Where(static message => message.Role == ChatRole.User || message.Role == ChatRole.Assistant).TakeLast(turns + 1).Select(static message => message.Text);
            return ValueTask.FromResult<string?>(string.Join("\n", said));
        };
    }
}
