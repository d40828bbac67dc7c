using System.Text.Json;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>One case of a pricing oracle: what was used, at which prices, and what that costs.</summary>
internal sealed record OracleCase
{
    public required string Id { get; init; }

    public required Usage Usage { get; init; }

    /// <summary>Gets the prices as they stand in the file: some are wrong on purpose.</summary>
    public required JsonElement Prices { get; init; }

    public required OracleContext Context { get; init; }

    /// <summary>Gets the expected cost in USD, as it stands in the file; <see langword="null"/> where an error is expected.</summary>
    public decimal? Total { get; init; }

    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    public string? Error { get; init; }

    public string Provider { get; init; } = "-";

    public string Model { get; init; } = "-";

    /// <summary>Gets the catalogue's name of the model, where it is given.</summary>
    public string? ModelId { get; init; }

    public string? ApiFlavor { get; init; }

    /// <summary>Gets region and adjustments, as the SDK takes them.</summary>
    public PricingTerms Terms => new() { Region = Context.Region, Adjustment = Context.Adjustment };

    /// <summary>Gets the body of the response that the usage was read from, where there is one.</summary>
    public JsonElement? RawResponse { get; init; }

    /// <summary>Gets a value indicating whether provider, model and moment are real, so that a catalogue should find the same prices.</summary>
    public bool IsFromCatalogue { get; init; }
}
