namespace TokenFinOps.Evaluation.Fuzzing;

/// <summary>Something that must always hold did not.</summary>
internal sealed class FuzzFailedException(string message) : Exception(message);
