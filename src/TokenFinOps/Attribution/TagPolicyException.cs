namespace TokenFinOps.Attribution;

/// <summary>A call was refused because its tags break the tag policy. Nothing was sent and nothing was billed.</summary>
public sealed class TagPolicyException : InvalidOperationException
{
    /// <summary>Initializes a new instance of the <see cref="TagPolicyException"/> class.</summary>
    public TagPolicyException()
        : base("The call's tags break the tag policy.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TagPolicyException"/> class.</summary>
    /// <param name="message">What is wrong and how to cure it.</param>
    public TagPolicyException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TagPolicyException"/> class.</summary>
    /// <param name="message">What is wrong and how to cure it.</param>
    /// <param name="innerException">What caused it.</param>
    public TagPolicyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
