namespace TokenFinOps.Reporting.Currencies;

/// <summary>An amount in a currency.</summary>
/// <param name="Currency">The ISO 4217 code.</param>
/// <param name="Amount">The amount.</param>
public readonly record struct CurrencyAmount(string Currency, decimal Amount);
