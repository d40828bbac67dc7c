using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Engineering reviews changes with the best model there is.</summary>
internal sealed class CodeReview() : Feature("engineering", "code-review", 20)
{
    private static readonly string Instructions = PromptFiles.Join("company", "review");

    public override Task RunAsync(CallContext call, CancellationToken cancellationToken) => call.Chat.GetResponseAsync(
        CallContext.Conversation(Instructions, "Review this change.\n\n" + Material.Change(call.Random)),
        new ChatOptions { ModelId = call.Models.Frontier },
        cancellationToken);
}
