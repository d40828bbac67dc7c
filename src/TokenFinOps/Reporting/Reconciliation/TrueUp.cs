namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>An amount that would bring the ledger's cost of a day and model to the invoice's.</summary>
/// <param name="Day">The day, in the time zone of the invoice.</param>
/// <param name="Model">The model.</param>
/// <param name="Currency">The ISO 4217 code of the currency.</param>
/// <param name="Amount">Invoice less ledger: negative where the ledger has too much.</param>
public sealed record TrueUp(DateOnly Day, string Model, string Currency, decimal Amount);
