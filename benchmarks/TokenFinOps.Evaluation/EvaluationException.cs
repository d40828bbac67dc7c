namespace TokenFinOps.Evaluation;

/// <summary>The measurement could not be made: the message says why and what to do.</summary>
internal sealed class EvaluationException(string message, Exception? innerException = null) : Exception(message, innerException);
