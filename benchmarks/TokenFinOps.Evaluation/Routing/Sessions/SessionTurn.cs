using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>One call of a conversation.</summary>
/// <param name="Conversation">Which conversation.</param>
/// <param name="Question">Which question of a person in it: calls inside a tool loop belong to the same one.</param>
/// <param name="At">When it was made.</param>
/// <param name="Messages">What is sent.</param>
/// <param name="Prefix">The prompt as a chain of blocks: equal ids mean equal beginnings.</param>
/// <param name="OutputTokens">How long the answer is.</param>
/// <param name="Answer">The answer.</param>
internal sealed record SessionTurn(
    long Conversation, int Question, DateTimeOffset At, IReadOnlyList<ChatMessage> Messages, IReadOnlyList<PromptBlock> Prefix, long OutputTokens, ChatMessage Answer)
{
    public long InputTokens => Prefix.Sum(static block => block.Tokens);

    /// <summary>Gets a value indicating whether the call brings results of tools back.</summary>
    public bool IsInLoop => Messages[^1].Contents.Any(static content => content is FunctionResultContent);
}
