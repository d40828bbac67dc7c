using QuickStart.Server.Answers;

namespace QuickStart.Server;

/// <summary>How long the server takes: reading what is not cached, thinking, and a little for every token.</summary>
internal sealed class ServerLatency(LoopbackOptions options)
{
    public TimeSpan FirstToken(int uncachedTokens, Answer answer, Random random)
    {
        TimeSpan queue = options.FirstTokenAtLeast + ((options.FirstTokenAtMost - options.FirstTokenAtLeast) * random.NextDouble());
        return queue + (options.PerThousandPromptTokens * (uncachedTokens / 1_000.0)) + (options.PerOutputToken * answer.ReasoningTokens);
    }

    public TimeSpan Tokens(int count) => options.PerOutputToken * count;

    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, options.Time, cancellationToken);
}
