namespace TokenFinOps.Telemetry;

/// <summary>What the SDK's metrics and activity tags say.</summary>
/// <remarks>Set it up at registration. Reading it is thread-safe.</remarks>
public sealed class TelemetryOptions
{
    private readonly SortedSet<string> _tags = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the attribution tags that metrics carry. The default is none: every value of a tag is a time series of its own, so only tags with few values belong here.</summary>
    public IReadOnlyCollection<string> MetricTags => _tags;

    /// <summary>
    /// Gets or sets a value indicating whether spans carry <c>gen_ai.usage.cost.amount</c>, <c>.currency</c> and <c>.source</c>, as proposed to the
    /// OpenTelemetry semantic conventions (semantic-conventions-genai#443, not yet adopted). The default is <see langword="false"/>.
    /// </summary>
    public bool EmitProposedCostAttributes { get; set; }

    /// <summary>Lets metrics carry attribution tags.</summary>
    /// <param name="keys">The tags' keys, e.g. <c>team</c>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A key is empty.</exception>
    public TelemetryOptions AllowMetricTags(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(key);
            _tags.Add(key);
        }

        return this;
    }
}
