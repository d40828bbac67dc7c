namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>A file could not be read as an invoice. The message names the line, the column, the value and the cure.</summary>
public sealed class InvoiceFormatException : FormatException
{
    /// <summary>Initializes a new instance of the <see cref="InvoiceFormatException"/> class.</summary>
    public InvoiceFormatException()
        : this("The invoice could not be read.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="InvoiceFormatException"/> class.</summary>
    /// <param name="message">What is wrong, and the cure.</param>
    public InvoiceFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="InvoiceFormatException"/> class.</summary>
    /// <param name="message">What is wrong, and the cure.</param>
    /// <param name="innerException">What was thrown first.</param>
    public InvoiceFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="InvoiceFormatException"/> class.</summary>
    /// <param name="line">The line of the file, from 1.</param>
    /// <param name="column">The header of the column.</param>
    /// <param name="value">The value.</param>
    /// <param name="cure">What is expected, as a sentence.</param>
    public InvoiceFormatException(long line, string column, string value, string cure)
        : base($"Line {line}, column '{column}': '{value}' cannot be read. {cure}")
    {
        Line = line;
        Column = column;
    }

    /// <summary>Gets the line of the file, from 1; 0 when the whole file is meant.</summary>
    public long Line { get; }

    /// <summary>Gets the header of the column, or <see langword="null"/> when no single one is meant.</summary>
    public string? Column { get; }
}
