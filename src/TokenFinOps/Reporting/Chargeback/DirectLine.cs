using System.Collections.Immutable;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Direct cost of a cost centre: one combination of the details, in one original currency.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record DirectLine
{
    /// <summary>Gets the value of every dimension in <see cref="ChargebackRun.Detail"/>, in that order; <see langword="null"/> where there is none.</summary>
    public required ImmutableArray<string?> Keys { get; init; }

    /// <summary>Gets how many attempts there were.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets how many attempts have no price yet. They cost nothing here and will be an adjustment once they are priced.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets the input tokens, cached ones included.</summary>
    public decimal InputTokens { get; init; }

    /// <summary>Gets the output tokens, reasoning included.</summary>
    public decimal OutputTokens { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency that the cost was recorded in.</summary>
    public required string OriginalCurrency { get; init; }

    /// <summary>Gets the effective cost in that currency.</summary>
    public required decimal OriginalCost { get; init; }

    /// <summary>Gets the cost at list rates, in the statement's currency.</summary>
    public required decimal ListCost { get; init; }

    /// <summary>Gets the effective cost, in the statement's currency.</summary>
    public required decimal Cost { get; init; }
}
