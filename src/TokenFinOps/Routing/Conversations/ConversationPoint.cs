namespace TokenFinOps.Routing.Conversations;

/// <summary>Which conversation a request belongs to, and how far it has come.</summary>
/// <param name="Key">Which conversation.</param>
/// <param name="Prompt">The number that stands for the whole prompt; 0 when nobody asked.</param>
/// <param name="Shorter">The number that stands for the prompt without its last message; 0 when there is no other.</param>
/// <param name="ShorterTokens">About how many tokens the prompt has without its last message.</param>
/// <param name="Known">What is known of the longest beginning of the prompt that was answered before, or <see langword="null"/>.</param>
internal readonly record struct ConversationPoint(ulong Key, ulong Prompt, ulong Shorter, long ShorterTokens, AnsweredPrompt? Known);
