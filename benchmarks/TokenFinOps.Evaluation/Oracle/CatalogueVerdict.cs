namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Whether a catalogue leads to the cost that a case expects, and whether by the same way.</summary>
/// <param name="Id">The case.</param>
internal sealed record CatalogueVerdict(string Id)
{
    /// <summary>Gets both values where the cost differs, or why there is none; <see langword="null"/> where it agrees.</summary>
    public string? Disagreement { get; init; }

    /// <summary>Gets both names where the model was found as another one, or <see langword="null"/>.</summary>
    public string? OtherModel { get; init; }

    /// <summary>Gets the rates that are others than the case's, whether it uses them or not, or <see langword="null"/>.</summary>
    public string? OtherRates { get; init; }

    /// <summary>Gets a value indicating whether neither side has a price: the oracle says zero, the SDK says unknown.</summary>
    public bool IsUnpricedZero { get; init; }

    /// <summary>Gets a value indicating whether the case has no prices and the catalogue says that the model is free.</summary>
    public bool IsFree { get; init; }

    public bool IsAgreement => Disagreement is null;
}
