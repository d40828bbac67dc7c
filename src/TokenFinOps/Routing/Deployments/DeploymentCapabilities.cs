namespace TokenFinOps.Routing.Deployments;

/// <summary>What a deployment can do besides answering text with text. Requests that need more are not sent there.</summary>
[Flags]
public enum DeploymentCapabilities
{
    /// <summary>Text alone.</summary>
    None = 0,

    /// <summary>Calls tools.</summary>
    Tools = 1,

    /// <summary>Answers in JSON under a schema.</summary>
    StructuredOutput = 2,

    /// <summary>Sees images.</summary>
    Vision = 4,

    /// <summary>Hears audio.</summary>
    Audio = 8,

    /// <summary>Reads documents, such as PDF.</summary>
    Documents = 16,

    /// <summary>Runs tools of its provider: web search, code execution, file search.</summary>
    HostedTools = 32,

    /// <summary>Goes on with conversations and background responses that its provider keeps.</summary>
    ServerState = 64,

    /// <summary>Tools and structured output, as most models of today.</summary>
    Common = Tools | StructuredOutput,

    /// <summary>Everything.</summary>
    All = Common | Vision | Audio | Documents | HostedTools | ServerState,
}
