using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Shoppers ask the same few things again and again, in their own words: what a semantic cache is for.</summary>
internal sealed class ShopQuestion() : Feature("search", "shop-question", 110)
{
    private static readonly string Instructions = PromptFiles.Join("company", "shop");

    public override bool NeedsCache => true;

    public override Task RunAsync(CallContext call, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = CallContext.Conversation(Instructions, Material.ShopQuestion(call.Random));
        var options = new ChatOptions { ModelId = call.Models.Classic };
        return call.Index % 2 == 0 ? call.StreamAsync(messages, options, cancellationToken) : call.Chat.GetResponseAsync(messages, options, cancellationToken);
    }
}
