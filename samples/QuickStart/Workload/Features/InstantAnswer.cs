using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Search answers while the customer types; who types on leaves the answer half read. It is billed all the same.</summary>
internal sealed class InstantAnswer() : Feature("search", "instant-answer", 12)
{
    private const int ReadEnough = 8;

    private static readonly string Instructions = PromptFiles.Join("company");

    public override bool ForCustomers => true;

    public override async Task RunAsync(CallContext call, CancellationToken cancellationToken)
    {
        using var typing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<ChatMessage> messages = CallContext.Conversation(Instructions, $"Which {Material.Product(call.Random)} is right for a week in the rain? Give detailed advice.");
        var options = new ChatOptions { ModelId = call.Models.Classic };
        int read = 0;
        try
        {
            await foreach (ChatResponseUpdate update in call.Chat.GetStreamingResponseAsync(messages, options, typing.Token))
            {
                if (++read < ReadEnough || call.Index % 3 == 0)
                {
                    continue;
                }

                if (call.Index % 3 == 1)
                {
                    break;
                }

                await typing.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The customer typed on; nobody waits for this answer.
        }
    }
}
