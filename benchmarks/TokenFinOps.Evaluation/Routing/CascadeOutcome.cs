namespace TokenFinOps.Evaluation.Routing;

/// <summary>How one question went.</summary>
/// <param name="AnsweredBy">The model whose answer was returned.</param>
/// <param name="Quality">How good that answer is, 0 to 1.</param>
/// <param name="Cost">What the ledger says the question cost, all attempts together, in US dollars.</param>
/// <param name="Calls">How many models were asked.</param>
internal readonly record struct CascadeOutcome(string AnsweredBy, decimal Quality, decimal Cost, int Calls);
