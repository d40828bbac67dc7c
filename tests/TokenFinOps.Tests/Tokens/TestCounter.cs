using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

internal static class TestCounter
{
    /// <summary>Counts with the real encodings, and waits for them.</summary>
    public static TokenCounter Exact { get; } = new(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });

    public static TokenCount OneMessage(AIContent content, string model = "gpt-4o") => Exact.CountInput([new ChatMessage(ChatRole.User, [content])], model: model);
}
