namespace QuickStart.Workload;

/// <summary>How a workload went.</summary>
/// <param name="Failures">The steps that failed.</param>
/// <param name="Stopped">Why the workload ended early, or <see langword="null"/> when it did not.</param>
internal sealed record WorkloadResult(IReadOnlyList<StepFailure> Failures, string? Stopped);
