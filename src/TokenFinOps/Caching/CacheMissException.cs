namespace TokenFinOps.Caching;

/// <summary>A call that may only be answered from the semantic cache found no answer there. The model was not asked.</summary>
public sealed class CacheMissException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="CacheMissException"/> class.</summary>
    public CacheMissException()
        : this("The semantic cache has no answer, and the call allows no other (CacheControl.CacheOnly).")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="CacheMissException"/> class.</summary>
    /// <param name="message">What happened.</param>
    public CacheMissException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="CacheMissException"/> class.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public CacheMissException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
