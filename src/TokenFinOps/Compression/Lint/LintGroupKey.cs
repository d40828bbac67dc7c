using TokenFinOps.Attribution;

namespace TokenFinOps.Compression.Lint;

/// <summary>Whose prompts are looked at together.</summary>
internal sealed record LintGroupKey(string? Deployment, string? Provider, string? Model, TagSet Tags);
