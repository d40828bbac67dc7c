namespace TokenFinOps.Reporting.Focus;

/// <summary>Spreads an amount over a term by time, so that the parts add up to the amount exactly.</summary>
internal readonly record struct Amortization(decimal Amount, DateTimeOffset Start, DateTimeOffset End)
{
    private const int Decimals = 9;

    /// <summary>Gets the part of a period: the rounded amount up to its end less the rounded amount up to its start.</summary>
    public decimal Of(DateTimeOffset from, DateTimeOffset to) => UpTo(to) - UpTo(from);

    private decimal UpTo(DateTimeOffset moment) =>
        moment <= Start ? 0m
        : moment >= End ? Amount
        : Math.Round(Amount * ((decimal)(moment - Start).Ticks / (End - Start).Ticks), Decimals);
}
