namespace TokenFinOps.Ledger.Metering;

/// <summary>What an answer cost when it was made, by the entries of its attempts: what serving it again from the cache avoids.</summary>
/// <param name="Currency">The ISO 4217 code of the currency.</param>
/// <param name="Effective">What was paid, or <see langword="null"/> when it is unknown.</param>
/// <param name="Savings">What the other levers had saved then, and save again only with a model call.</param>
internal sealed record AnswerCost(string Currency, decimal? Effective, LeverSavings Savings)
{
    /// <summary>Gets the model that answered.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the model that was asked for.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>Gets the provider that answered.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the deployment that answered.</summary>
    public string? Deployment { get; init; }

    /// <summary>Gets how many tokens the answer is long, as reported.</summary>
    public decimal OutputTokens { get; init; }

    /// <summary>Gets what the request would have cost without any lever, or <see langword="null"/> when it is unknown.</summary>
    public decimal? Baseline => Effective + Savings.Router + Savings.Compressor;
}
