using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Engineering tries a model of its own, whose price nobody has told the SDK; now and then a prompt is too long for it.</summary>
internal sealed class PrivateModelPilot() : Feature("engineering", "private-pilot", 10)
{
    public override bool LoopbackOnly => true;

    public override Task RunAsync(CallContext call, CancellationToken cancellationToken)
    {
        string change = Material.Change(call.Random);
        string text = call.Index % 8 == 5 ? string.Join('\n', Enumerable.Repeat(change, 60)) : change;
        return call.Chat.GetResponseAsync(
            CallContext.Conversation("Review this change briefly.", text),
            new ChatOptions { ModelId = ModelChoice.Private },
            cancellationToken);
    }
}
