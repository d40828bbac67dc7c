namespace QuickStart.Server;

/// <summary>How the loopback server behaves.</summary>
internal sealed record LoopbackOptions
{
    /// <summary>Gets the port on 127.0.0.1. The default, zero, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Gets the key that callers must send as a bearer token.</summary>
    public string ApiKey { get; init; } = "quickstart-local-key";

    /// <summary>Gets what, with the prompt, decides every answer and every delay.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets the shortest wait for the first token. The default is 5 ms.</summary>
    public TimeSpan FirstTokenAtLeast { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Gets the longest wait for the first token of a prompt that is cached. The default is 30 ms.</summary>
    public TimeSpan FirstTokenAtMost { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Gets how long a thousand uncached prompt tokens take to read. The default is 4 ms.</summary>
    public TimeSpan PerThousandPromptTokens { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Gets how long one generated token takes, reasoning included. The default is half a millisecond.</summary>
    public TimeSpan PerOutputToken { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Gets how many tokens a streamed chunk carries. The default is 6.</summary>
    public int TokensPerChunk { get; init; } = 6;

    /// <summary>Gets the clock of delays, timestamps and cache expiry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
