namespace QuickStart;

/// <summary>The options are wrong; the message says which and why.</summary>
internal sealed class UsageException(string message) : Exception(message);
