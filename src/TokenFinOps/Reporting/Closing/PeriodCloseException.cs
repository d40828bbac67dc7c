namespace TokenFinOps.Reporting.Closing;

/// <summary>A period was not closed, and nothing was posted.</summary>
public sealed class PeriodCloseException : InvalidOperationException
{
    /// <summary>Initializes a new instance of the <see cref="PeriodCloseException"/> class.</summary>
    public PeriodCloseException()
        : base("The period was not closed.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PeriodCloseException"/> class.</summary>
    /// <param name="message">Why, and what to do.</param>
    public PeriodCloseException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PeriodCloseException"/> class.</summary>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public PeriodCloseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PeriodCloseException"/> class.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="message">Why in words, and what to do.</param>
    public PeriodCloseException(PeriodCloseRefusal refusal, string message)
        : base(message) => Refusal = refusal;

    /// <summary>Gets why the period was not closed.</summary>
    public PeriodCloseRefusal Refusal { get; }

    /// <summary>Gets what was posted when the period was closed, where it was closed already: the answer that a crash may have kept back.</summary>
    public ClosedPeriod? Closed { get; private init; }

    /// <summary>Makes the exception for a period that is closed already.</summary>
    /// <param name="closed">What was posted.</param>
    /// <returns>The exception.</returns>
    public static PeriodCloseException AlreadyClosed(ClosedPeriod closed)
    {
        ArgumentNullException.ThrowIfNull(closed);
        string message = $"{closed.Period} was closed at {closed.ClosedAt:u} as {closed.InvoiceId} and stays as it was posted. What changed since is adjusted when the next period is closed.";
        return new PeriodCloseException(PeriodCloseRefusal.AlreadyClosed, message) { Closed = closed };
    }
}
