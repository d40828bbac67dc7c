namespace QuickStart.Replay;

/// <summary>One recorded call.</summary>
/// <param name="At">When it came in; a trace that counts from zero counts from 1970.</param>
/// <param name="InputTokens">The prompt's tokens.</param>
/// <param name="OutputTokens">The answer's tokens.</param>
/// <param name="Blocks">The ids of the prompt's blocks of 512 tokens, where two prompts with the same beginning have the same ids; empty when unknown.</param>
internal sealed record TraceRow(DateTimeOffset At, long InputTokens, long OutputTokens, IReadOnlyList<long> Blocks);
