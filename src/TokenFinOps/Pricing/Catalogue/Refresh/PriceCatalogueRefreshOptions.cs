using Microsoft.Extensions.Options;

namespace TokenFinOps.Pricing.Catalogue.Refresh;

/// <summary>Which price sources are refreshed, and how careful that is.</summary>
public sealed class PriceCatalogueRefreshOptions
{
    /// <summary>Gets the sources, the most trusted first: a later one only adds what earlier ones lack.</summary>
    /// <value>The default is none.</value>
    public IList<PriceCatalogueSource> Sources { get; } = [];

    /// <summary>Gets the prices that the user sets. They win over every source.</summary>
    /// <value>The default is none.</value>
    public IList<PriceOverride> Overrides { get; } = [];

    /// <summary>Gets or sets the catalogue that fills what no source has.</summary>
    /// <value>The default is <see langword="null"/>, which means <see cref="PriceCatalogue.Shipped"/>. Set <see cref="PriceCatalogue.Empty"/> for none.</value>
    public PriceCatalogue? Fallback { get; set; }

    /// <summary>Gets or sets the folder in which each source's last good copy is kept, for the next start without a network.</summary>
    /// <value>The default is <see langword="null"/>: copies are kept in memory only.</value>
    public string? LastGoodFolder { get; set; }

    /// <summary>Gets or sets how long one fetch may take.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long to wait after a failure. The wait doubles with each further failure, up to the source's interval.</summary>
    /// <value>The default is five minutes.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the most bytes a source may have.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the least number of models that a new copy must have, as a share of the last good one's. A copy with fewer is refused.</summary>
    /// <value>The default is 0.5.</value>
    public double LeastShare { get; set; } = 0.5;

    /// <summary>Checks the options.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the message names all of it.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        foreach (PriceCatalogueSource source in Sources)
        {
            Validate(source, faults);
        }

        foreach (string name in Sources.GroupBy(static source => source.Name, StringComparer.OrdinalIgnoreCase).Where(static group => group.Count() > 1).Select(static group => group.Key))
        {
            faults.Add($"Two price sources are named '{name}'; give each a name of its own.");
        }

        Positive(Timeout, nameof(Timeout), faults);
        Positive(RetryAfter, nameof(RetryAfter), faults);
        if (MaxBytes <= 0)
        {
            faults.Add($"MaxBytes is {MaxBytes}; a source needs at least one byte.");
        }

        if (LeastShare is not (>= 0 and <= 1))
        {
            faults.Add($"LeastShare is {LeastShare}; it is a share from 0 (accept any copy) to 1 (refuse a smaller copy).");
        }

        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(PriceCatalogueRefreshOptions), typeof(PriceCatalogueRefreshOptions), faults);
        }
    }

    private static void Validate(PriceCatalogueSource source, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(source.Name) || source.Name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')) || source.Name.Trim('.').Length == 0)
        {
            faults.Add($"A price source is named '{source.Name}'; use letters, digits, dots, dashes and underscores.");
        }

        if (string.IsNullOrWhiteSpace(source.Location))
        {
            faults.Add($"Price source '{source.Name}' has no location; set a path or an address.");
        }

        if (!Enum.IsDefined(source.Format))
        {
            faults.Add($"Price source '{source.Name}' has format {source.Format}; use a named member of PriceCatalogueFormat.");
        }

        if (source.Interval < TimeSpan.FromMinutes(1))
        {
            faults.Add($"Price source '{source.Name}' is refreshed every {source.Interval}; the least is one minute.");
        }
    }

    private static void Positive(TimeSpan value, string name, List<string> faults)
    {
        if (value <= TimeSpan.Zero)
        {
            faults.Add($"{name} is {value}; it must be more than zero.");
        }
    }
}
