using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Guardrails;

/// <summary>The messages of an agent's run.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Messages">All messages, in order.</param>
/// <param name="Succeeded">Whether the agent did what it was asked for.</param>
internal sealed record AgentTranscript(string Name, IReadOnlyList<ChatMessage> Messages, bool Succeeded);
