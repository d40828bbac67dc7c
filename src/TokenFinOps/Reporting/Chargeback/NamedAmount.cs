namespace TokenFinOps.Reporting.Chargeback;

/// <summary>An amount on a statement, and the commitment or credit that it comes from.</summary>
/// <param name="Name">The name of the commitment or credit.</param>
/// <param name="Amount">The amount, in the statement's currency.</param>
public readonly record struct NamedAmount(string Name, decimal Amount);
