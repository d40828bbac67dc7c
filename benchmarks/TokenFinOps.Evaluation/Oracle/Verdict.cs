namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Whether the SDK agrees with a case.</summary>
/// <param name="Disagreement">Both values where they differ, or <see langword="null"/>.</param>
internal readonly record struct Verdict(string? Disagreement)
{
    public static Verdict Agrees => default;

    public bool IsAgreement => Disagreement is null;

    /// <summary>Gets a value indicating whether nothing could be priced where the peer says zero.</summary>
    public bool IsUnpricedZero { get; init; }

    /// <summary>Gets a value indicating whether the wrong price could not even be made into a <see cref="decimal"/>.</summary>
    public bool IsUnwritablePrice { get; init; }

    /// <summary>Gets a value indicating whether only the total was expected, not the two sides.</summary>
    public bool IsTotalOnly { get; init; }
}
