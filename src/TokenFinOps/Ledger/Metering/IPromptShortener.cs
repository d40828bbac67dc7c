using Microsoft.Extensions.AI;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Shortens prompts around a meter: by it a stage further out learns what will be left of one. Thread-safe.</summary>
internal interface IPromptShortener
{
    /// <summary>Gets how many tokens a request would be shortened by. Nothing is sent, kept or told, and it never throws.</summary>
    long SavedBy(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string? runId);
}
