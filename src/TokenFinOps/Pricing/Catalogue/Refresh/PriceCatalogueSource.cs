namespace TokenFinOps.Pricing.Catalogue.Refresh;

/// <summary>A file or address from which prices are read again and again.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record PriceCatalogueSource
{
    /// <summary>Initializes a new instance of the <see cref="PriceCatalogueSource"/> class.</summary>
    /// <param name="name">A name for logs, versions and the last good copy, unique among the sources: letters, digits, dots, dashes and underscores.</param>
    /// <param name="location">A path, or an <c>https</c>, <c>http</c> or <c>file</c> address.</param>
    /// <param name="format">The format of what is there.</param>
    public PriceCatalogueSource(string name, string location, PriceCatalogueFormat format)
    {
        Name = name;
        Location = location;
        Format = format;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the path or address.</summary>
    public string Location { get; }

    /// <summary>Gets the format.</summary>
    public PriceCatalogueFormat Format { get; }

    /// <summary>Gets how long a copy is good before the next is fetched.</summary>
    /// <value>The default is 24 hours; the least is one minute.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Gets the address, or <see langword="null"/> when the location is a path.</summary>
    internal Uri? Address =>
        Uri.TryCreate(Location, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address : null;

    internal string Path => Uri.TryCreate(Location, UriKind.Absolute, out Uri? address) && address.IsFile ? address.LocalPath : Location;

    internal string? Licence => Format == PriceCatalogueFormat.TokenFinOps ? null : "MIT";
}
