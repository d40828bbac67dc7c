namespace TokenFinOps.Evaluation;

/// <summary>An option of a suite.</summary>
/// <param name="Name">Its name, without the dashes.</param>
/// <param name="Value">What stands for its value in the help, e.g. <c>N</c>.</param>
/// <param name="Summary">What it does, and its default.</param>
internal sealed record SuiteOption(string Name, string Value, string Summary);
