namespace QuickStart.Workload;

/// <summary>A step that failed, and why.</summary>
internal sealed record StepFailure(string Feature, string Reason);
