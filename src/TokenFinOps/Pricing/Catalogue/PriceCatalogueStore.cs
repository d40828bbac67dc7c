namespace TokenFinOps.Pricing.Catalogue;

/// <summary>Holds the price catalogue in force and swaps it as a whole.</summary>
/// <remarks>Thread-safe and lock-free: a reader sees the old catalogue or the new one, never a mixture.</remarks>
public sealed class PriceCatalogueStore : IPriceCatalogueProvider
{
    private PriceCatalogue _current;

    /// <summary>Initializes a new instance of the <see cref="PriceCatalogueStore"/> class with the shipped catalogue.</summary>
    public PriceCatalogueStore()
        : this(PriceCatalogue.Shipped)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PriceCatalogueStore"/> class.</summary>
    /// <param name="initial">The catalogue in force until it is replaced.</param>
    public PriceCatalogueStore(PriceCatalogue initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _current = initial;
    }

    /// <inheritdoc/>
    public PriceCatalogue Current => Volatile.Read(ref _current);

    /// <summary>Puts another catalogue in force, for every decision that begins from now on.</summary>
    /// <param name="catalogue">The catalogue.</param>
    public void Replace(PriceCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        Volatile.Write(ref _current, catalogue);
    }
}
