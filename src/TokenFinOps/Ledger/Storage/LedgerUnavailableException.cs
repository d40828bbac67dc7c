namespace TokenFinOps.Ledger.Storage;

/// <summary>A durable ledger could not do what was asked. The message says why and what helps; the cause is the inner exception.</summary>
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="LedgerUnavailableException"/> class.</summary>
    public LedgerUnavailableException()
        : this("The ledger is not available.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="LedgerUnavailableException"/> class.</summary>
    /// <param name="message">What happened, and what helps.</param>
    public LedgerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="LedgerUnavailableException"/> class.</summary>
    /// <param name="message">What happened, and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public LedgerUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
