using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression;

/// <summary>A prompt as shortened, with its receipt.</summary>
/// <param name="Messages">The messages to send; those that were not changed are the caller's own.</param>
/// <param name="Original">The messages as they came: what a restore gives back.</param>
/// <param name="Receipt">What was done.</param>
public sealed record CompressedPrompt(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<ChatMessage> Original, CompressionReceipt Receipt);
