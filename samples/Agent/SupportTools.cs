using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace Agent;

/// <summary>What the agent can do. The warehouse never knows anything, which is what sends agents round in circles.</summary>
internal static class SupportTools
{
    public static ChatOptions Options { get; } = new()
    {
        ModelId = "gpt-5-mini",
        MaxOutputTokens = 200,
        Tools = [AIFunctionFactory.Create(GetOrder, "get_order"), AIFunctionFactory.Create(AskWarehouse, "ask_warehouse")],
    };

    [Description("Looks an order up.")]
    private static string GetOrder(int number) => $$"""{"order":{{number}},"state":"packed, waiting for the carrier","request_id":"{{Guid.NewGuid()}}"}""";

    [Description("Asks the warehouse where an order is.")]
    private static string AskWarehouse(int number) => $"No news of order {number} at {TimeProvider.System.GetUtcNow():HH:mm:ss.fff}.";
}
