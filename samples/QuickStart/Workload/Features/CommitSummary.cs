using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Engineering names its commits: many short calls.</summary>
internal sealed class CommitSummary() : Feature("engineering", "commit-summary", 26)
{
    public override Task RunAsync(CallContext call, CancellationToken cancellationToken) => call.Chat.GetResponseAsync(
        CallContext.Conversation("Say in one sentence what a change does and why.", Material.Change(call.Random)),
        new ChatOptions { ModelId = call.Models.Classic },
        cancellationToken);
}
