namespace TokenFinOps.Tool;

/// <summary>Ends a command with a message for the user: what is wrong, and the cure.</summary>
internal sealed class ToolException(string message, int exitCode = ExitCodes.Input, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}
