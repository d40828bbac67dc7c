namespace TokenFinOps.Pricing.Catalogue;

/// <summary>A price catalogue could not be read. The message names the source, the place in it and what to do.</summary>
public sealed class PriceCatalogueFormatException : FormatException
{
    /// <summary>Initializes a new instance of the <see cref="PriceCatalogueFormatException"/> class.</summary>
    public PriceCatalogueFormatException()
        : this("The price catalogue could not be read.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PriceCatalogueFormatException"/> class.</summary>
    /// <param name="message">The source, the place and the cure.</param>
    public PriceCatalogueFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PriceCatalogueFormatException"/> class.</summary>
    /// <param name="message">The source, the place and the cure.</param>
    /// <param name="innerException">What was thrown first.</param>
    public PriceCatalogueFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
