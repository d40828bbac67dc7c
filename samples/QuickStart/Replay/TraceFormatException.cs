namespace QuickStart.Replay;

/// <summary>A trace that cannot be read: which line, why, and what was expected.</summary>
internal sealed class TraceFormatException(long line, string message, Exception? inner = null) : Exception($"line {line:N0}: {message}", inner);
