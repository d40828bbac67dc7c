using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>One line of a provider's invoice or usage export: what it says was used, or charged, on a day.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record InvoiceLine
{
    /// <summary>Gets the calendar day, in the time zone of the invoice.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Gets the model as the invoice names it, or <see langword="null"/> when it names none.</summary>
    public string? Model { get; init; }

    /// <summary>Gets what the invoice calls the line, e.g. <c>gpt-5-nano, input</c> or <c>output</c>.</summary>
    public string? LineItem { get; init; }

    /// <summary>
    /// Gets what was used: input tokens without cached ones, cache reads, cache writes or output tokens; <see langword="null"/> for everything else and where the line
    /// does not tell. Kinds are billed parts, as those of a <see cref="CostLine"/>, not inclusive totals.
    /// </summary>
    public UsageKind? Kind { get; init; }

    /// <summary>Gets how much was used, in tokens where <see cref="Kind"/> is given; <see langword="null"/> when the line does not say.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Gets what is charged, negative for a credit, or <see langword="null"/> when the line tells usage only: unknown, not zero.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets the provider's project or workspace, or <see langword="null"/> when there is none.</summary>
    public string? Project { get; init; }

    /// <summary>Gets the name or id of the API key, or <see langword="null"/> when there is none. It is a name, never the key itself.</summary>
    public string? ApiKey { get; init; }
}
