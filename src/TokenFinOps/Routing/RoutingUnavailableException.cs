namespace TokenFinOps.Routing;

/// <summary>No deployment can serve a request: each is excluded, and the message says why. Nothing was sent and nothing was billed.</summary>
public sealed class RoutingUnavailableException : InvalidOperationException
{
    /// <summary>Initializes a new instance of the <see cref="RoutingUnavailableException"/> class.</summary>
    public RoutingUnavailableException()
        : base("No deployment can serve the request.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RoutingUnavailableException"/> class.</summary>
    /// <param name="message">Why no deployment can serve the request.</param>
    public RoutingUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RoutingUnavailableException"/> class.</summary>
    /// <param name="message">Why no deployment can serve the request.</param>
    /// <param name="innerException">What caused it.</param>
    public RoutingUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
