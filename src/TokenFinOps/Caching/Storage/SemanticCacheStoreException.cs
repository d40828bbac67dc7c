namespace TokenFinOps.Caching.Storage;

/// <summary>A store of the semantic cache could not do what was asked. The message says why and what helps, and quotes no question or answer; the cause is the inner exception.</summary>
public sealed class SemanticCacheStoreException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="SemanticCacheStoreException"/> class.</summary>
    public SemanticCacheStoreException()
        : this("The semantic cache's store is not available.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="SemanticCacheStoreException"/> class.</summary>
    /// <param name="message">What happened, and what helps.</param>
    public SemanticCacheStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="SemanticCacheStoreException"/> class.</summary>
    /// <param name="message">What happened, and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public SemanticCacheStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
