namespace TokenFinOps.Ledger;

/// <summary>What each lever saved, in the currency of the entry or total that it belongs to: signed, negative where a lever cost more than it saved.</summary>
/// <remarks>The parts add up to baseline cost less effective cost. Immutable and thread-safe.</remarks>
public sealed record LeverSavings
{
    /// <summary>Gets the savings where no lever acted.</summary>
    public static LeverSavings None { get; } = new();

    /// <summary>Gets what answers from the cache saved. The default is 0.</summary>
    public decimal Cache { get; init; }

    /// <summary>Gets what another model than the baseline's saved. The default is 0.</summary>
    public decimal Router { get; init; }

    /// <summary>Gets what a shorter prompt saved. The default is 0.</summary>
    public decimal Compressor { get; init; }

    /// <summary>Gets what all levers saved together.</summary>
    public decimal Total => Cache + Router + Compressor;
}
