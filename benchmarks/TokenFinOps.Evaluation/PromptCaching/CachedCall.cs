using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.PromptCaching;

/// <summary>One call of a conversation whose prompt a provider may have in its cache.</summary>
/// <param name="Conversation">Which conversation.</param>
/// <param name="At">When it was made.</param>
/// <param name="Messages">What is sent.</param>
internal readonly record struct CachedCall(long Conversation, DateTimeOffset At, IReadOnlyList<ChatMessage> Messages);
