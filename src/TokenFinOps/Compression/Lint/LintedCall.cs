using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Compression.Lint;

/// <summary>What was seen in the prompt of one call. Added up once the call is answered: a call that fails costs nothing.</summary>
internal sealed record LintedCall(LintGroupKey Key, string? RunId, MeteringChatClient? Meter, UInt128[] Pieces)
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required ChatOptions? Options { get; init; }

    /// <summary>Gets the hashes of the messages after the system's, as many as <see cref="LeadingTurns"/> looks at.</summary>
    public required UInt128[] Turns { get; init; }

    public required InstructionFacts Instructions { get; init; }

    public required PromptWaste? Unstable { get; init; }

    public required IReadOnlyList<PromptWaste> Repeated { get; init; }
}
