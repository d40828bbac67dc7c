using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Compression.Lint;

/// <summary>Who sends a prompt to what.</summary>
internal sealed record LintSource(TagSet Tags, string? RunId, MeteringChatClient? Meter, string? Provider, string? Model);
