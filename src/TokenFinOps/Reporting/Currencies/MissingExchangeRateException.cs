namespace TokenFinOps.Reporting.Currencies;

/// <summary>A cost cannot be converted, because no exchange rate was supplied for the pair and the day.</summary>
public sealed class MissingExchangeRateException : InvalidOperationException
{
    /// <summary>Initializes a new instance of the <see cref="MissingExchangeRateException"/> class.</summary>
    public MissingExchangeRateException()
        : base("An exchange rate is missing.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MissingExchangeRateException"/> class.</summary>
    /// <param name="message">Which rate is missing, and how to supply it.</param>
    public MissingExchangeRateException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MissingExchangeRateException"/> class.</summary>
    /// <param name="message">Which rate is missing, and how to supply it.</param>
    /// <param name="innerException">What caused it.</param>
    public MissingExchangeRateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static MissingExchangeRateException Of(string from, string to, DateOnly day, string? pivot)
    {
        string cross = pivot is null ? "Rates are neither inverted nor crossed without a pivot currency." : $"It cannot be crossed at {pivot} either.";
        return new($"There is no rate from {from} to {to} that applies on {day:yyyy-MM-dd}. {cross} Supply an ExchangeRate that is effective from that day or earlier.");
    }
}
