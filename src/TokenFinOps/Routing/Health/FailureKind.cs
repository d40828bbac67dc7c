namespace TokenFinOps.Routing.Health;

/// <summary>What a failure says about where to go next.</summary>
public enum FailureKind
{
    /// <summary>The deployment is in trouble: server errors, time-outs, broken connections. Another deployment may answer.</summary>
    Transient,

    /// <summary>The deployment has had too many calls. It is left alone until it says, and another may answer.</summary>
    RateLimited,

    /// <summary>The deployment can't be used as it is set up (key, permission, model), or does not know what the request names. Another may answer, and this one is not tried again.</summary>
    Misconfigured,

    /// <summary>The prompt is too long for the deployment. One with a larger context may answer.</summary>
    TooLong,

    /// <summary>A budget or a guardrail refused the attempt. A cheaper deployment may be let through.</summary>
    Refused,

    /// <summary>The request itself is wrong, or its content is not allowed. No other deployment would answer.</summary>
    Incurable,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
