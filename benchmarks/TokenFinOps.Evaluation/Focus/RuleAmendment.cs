using System.Text.Json;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>A rule whose machine-readable form contradicts its own words, put right.</summary>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Requirement">The right requirement, or <see langword="null"/> for the model's.</param>
/// <param name="Condition">The right condition, or <see langword="null"/> for the model's.</param>
internal sealed record RuleAmendment(string Reason, JsonElement? Requirement, JsonElement? Condition);
