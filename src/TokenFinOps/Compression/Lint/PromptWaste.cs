namespace TokenFinOps.Compression.Lint;

/// <summary>Tokens of one prompt that need not be there, or need not be read anew.</summary>
internal sealed record PromptWaste(PromptPart Part, long Tokens, string? Excerpt);
