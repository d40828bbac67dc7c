using System.ComponentModel;
using Microsoft.Extensions.AI;
using TokenFinOps;

namespace QuickStart.Workload.Features;

/// <summary>An agent settles a case: two turns, each with a tool call, all under one run.</summary>
internal sealed class RefundAgent() : Feature("support", "refund-agent", 14)
{
    private static readonly string Instructions = PromptFiles.Join("company", "reply");

    public override bool ForCustomers => true;

    public override async Task RunAsync(CallContext call, CancellationToken cancellationToken)
    {
        using var run = FinOps.BeginRun();
        string order = Material.OrderId(call.Random);
        var options = new ChatOptions
        {
            ModelId = call.Models.Frontier,
            Tools = [AIFunctionFactory.Create(FindOrder, "find_order"), AIFunctionFactory.Create(StartRefund, "start_refund")],
        };
        List<ChatMessage> conversation = CallContext.Conversation(Instructions, $"Where is my order {order}? Please find it.");
        ChatResponse found = await call.Chat.GetResponseAsync(conversation, options, cancellationToken);
        conversation.AddRange(found.Messages);
        conversation.Add(new ChatMessage(ChatRole.User, $"That is too late for me. Start the refund for {order}."));
        await call.StreamAsync(conversation, options, cancellationToken);
    }

    [Description("Finds an order: what was bought, where the parcel is, when it should arrive.")]
    private static OrderState FindOrder(string orderId) =>
        new(orderId, orderId.Length % 2 == 0 ? "in transit" : "at the depot", $"2026-{1 + (orderId[^1] % 12):00}-17");

    [Description("Starts the refund of an order and says how much goes back and how.")]
    private static RefundState StartRefund(string orderId) => new(orderId, 40 + (orderId[^1] * 3), "card");

    private sealed record OrderState(string OrderId, string Status, string Expected);

    private sealed record RefundState(string OrderId, int Amount, string Method);
}
