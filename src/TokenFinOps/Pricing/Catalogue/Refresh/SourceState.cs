namespace TokenFinOps.Pricing.Catalogue.Refresh;

/// <summary>What is known of a source between two fetches. Guarded by the refresher's gate.</summary>
internal sealed class SourceState(PriceCatalogueSource source)
{
    private int _failures;

    public PriceCatalogueSource Source { get; } = source;

    public PriceCatalogue? Catalogue { get; private set; }

    public string? Digest { get; private set; }

    public DateTimeOffset Due { get; private set; } = DateTimeOffset.MinValue;

    public void Accept(PriceCatalogue catalogue, string digest)
    {
        Catalogue = catalogue;
        Digest = digest;
    }

    public void Succeeded(DateTimeOffset now)
    {
        _failures = 0;
        Due = now + Source.Interval;
    }

    public void Failed(DateTimeOffset now, TimeSpan retryAfter)
    {
        double wait = retryAfter.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 20));
        Due = now + TimeSpan.FromSeconds(Math.Min(wait, Source.Interval.TotalSeconds));
    }
}
