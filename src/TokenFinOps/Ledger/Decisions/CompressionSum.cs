namespace TokenFinOps.Ledger.Decisions;

/// <summary>What one step did to a prompt.</summary>
/// <param name="Step">The step.</param>
/// <param name="Blocks">To how many parts of the prompt.</param>
/// <param name="TokensSaved">How many tokens shorter they are.</param>
public readonly record struct CompressionSum(CompressionStep Step, int Blocks, long TokensSaved);
