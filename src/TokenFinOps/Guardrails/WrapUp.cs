using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Guardrails;

/// <summary>Makes a call one in which the model answers with what it has.</summary>
internal static class WrapUp
{
    /// <summary>Withdraws the tools and adds the instruction. A call without tools stays as it is: it is an answer already.</summary>
    /// <remarks>
    /// The tools stay declared and only may not be called: some providers refuse a history with calls of tools that are not declared, and a prompt cache
    /// holds the prefix with them. The instruction comes last and from the user, which every provider takes and no cached prefix minds.
    /// </remarks>
    public static void Apply(Attempt attempt, string instruction)
    {
        if (attempt is not { Options: { Tools.Count: > 0 } options, Messages: { } messages })
        {
            return;
        }

        ChatOptions wrapped = options.Clone();
        wrapped.ToolMode = ChatToolMode.None;
        attempt.Rewrite(wrapped, [.. messages, new ChatMessage(ChatRole.User, instruction)]);
    }
}
