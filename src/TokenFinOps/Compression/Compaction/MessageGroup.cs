namespace TokenFinOps.Compression.Compaction;

/// <summary>Messages that are kept or left out together.</summary>
/// <param name="Start">The first message.</param>
/// <param name="End">The message after the last.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="Role">What may be done with them.</param>
/// <param name="IsAnswer">Whether they answer a call, which ended before them.</param>
internal readonly record struct MessageGroup(int Start, int End, long Tokens, MessageGroupRole Role, bool IsAnswer);
