using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Execution;

/// <summary>What came of a cascade: an answer to return, or why the request is escalated and with what.</summary>
internal readonly record struct CascadeResult(OpenedAnswer? Accepted, string? Reason, decimal BaselineCounted, IReadOnlyList<ChatMessage>? Messages);
