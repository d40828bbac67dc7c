namespace TokenFinOps.Evaluation.Oracle;

/// <summary>A price is a text that no <see cref="decimal"/> can stand for, such as <c>NaN</c>: the SDK's types rule it out before its checks do.</summary>
internal sealed class NotADecimalException(string text) : FormatException($"'{text}' is no decimal number.");
