namespace TokenFinOps.Routing.Conversations;

/// <summary>How much of a conversation a deployment's provider has in its cache.</summary>
/// <param name="Tokens">How many tokens it has read and written.</param>
/// <param name="At">When, as a timestamp of the clock.</param>
internal sealed record WarmPrefix(long Tokens, long At);
