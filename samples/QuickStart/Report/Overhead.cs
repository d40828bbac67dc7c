namespace QuickStart.Report;

/// <summary>What the SDK adds to a call.</summary>
/// <param name="PerCall">The added processor time.</param>
/// <param name="Rounds">How many rounds the medians are of.</param>
/// <param name="CallsPerRound">How many calls a round had.</param>
/// <param name="Configuration">The build that was measured.</param>
internal sealed record Overhead(TimeSpan PerCall, int Rounds, int CallsPerRound, string Configuration);
