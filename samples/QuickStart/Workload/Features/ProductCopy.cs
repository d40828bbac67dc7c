using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Marketing writes product pages. One of its settings names a model that does not exist.</summary>
internal sealed class ProductCopy() : Feature("marketing", "product-copy", 20)
{
    private const string Mistyped = "gpt-5-mnin";

    private static readonly string Instructions = PromptFiles.Join("company", "copy");

    public override bool ForCustomers => true;

    public override Task RunAsync(CallContext call, CancellationToken cancellationToken) => call.StreamAsync(
        CallContext.Conversation(Instructions, $"Product: {Material.Product(call.Random)}, new this season."),
        new ChatOptions { ModelId = call.Models.IsLoopback && call.Index % 10 == 7 ? Mistyped : call.Models.Small },
        cancellationToken);
}
