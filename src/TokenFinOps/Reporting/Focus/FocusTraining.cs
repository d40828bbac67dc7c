using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>A model's training or fine-tuning: paid once, written off day by day over the model's life.</summary>
/// <remarks>
/// In an export it makes a Purchase row with the cost and Committed usage rows without a billed cost; the effective costs of the latter add up to the billed cost of
/// the former, to the last digit. Immutable and thread-safe.
/// </remarks>
public sealed record FocusTraining
{
    /// <summary>Gets the identifier of the training.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what was trained, in words.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the id of the provider that was paid.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model that came of it.</summary>
    public required string Model { get; init; }

    /// <summary>Gets what was paid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    public required decimal Cost
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets the ISO 4217 code of the currency. The default is <c>USD</c>.</summary>
    public string Currency { get; init => field = CurrencyCode.Canonical(value); } = CurrencyCode.Usd;

    /// <summary>Gets when the model is first used: the first moment of its life.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Gets the first moment after the model's life.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Gets who pays. The default is nobody.</summary>
    public Attribution.TagSet Tags { get; init; } = Attribution.TagSet.Empty;

    internal void Validate()
    {
        if (End <= Start)
        {
            throw new ArgumentException($"The training '{Id}' ends at {End:u}, not after it starts at {Start:u}.");
        }
    }
}
