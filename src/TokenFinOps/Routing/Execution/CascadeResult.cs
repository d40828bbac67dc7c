using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Execution;

/// <summary>What came of a cascade: an answer to return, or why the request is escalated and with what.</summary>
/// <param name="Accepted">The answer to return, or <see langword="null"/> to escalate.</param>
/// <param name="Reason">Why.</param>
/// <param name="BaselineCounted">The baseline cost that the members' attempts stand for.</param>
/// <param name="Messages">What the dear deployment is sent instead of the request's messages, or <see langword="null"/>.</param>
/// <param name="InHand">Whole answers that did not convince. They are better than none, and paid for.</param>
internal readonly record struct CascadeResult(
    OpenedAnswer? Accepted, string? Reason, decimal BaselineCounted, IReadOnlyList<ChatMessage>? Messages, ImmutableArray<OpenedAnswer> InHand);
