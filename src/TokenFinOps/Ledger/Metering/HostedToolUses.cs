using Microsoft.Extensions.AI;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>How often the provider may run the tools that it hosts, and bills by use, within one call.</summary>
internal static class HostedToolUses
{
    public static Usage Of(Attempt attempt)
    {
        if (attempt.Options?.Tools is not { Count: > 0 } tools)
        {
            return Usage.None;
        }

        Usage uses = Usage.None;
        foreach (AITool tool in tools)
        {
            UsageKind? kind = tool switch
            {
                HostedWebSearchTool => UsageKind.WebSearches,
                HostedFileSearchTool => UsageKind.StorageSearches,
                HostedCodeInterpreterTool => UsageKind.CodeExecutions,
                _ => null,
            };
            uses = kind is { } billed ? uses.With(billed, attempt.Deployment.Options.HostedToolUses) : uses;
        }

        return uses;
    }
}
