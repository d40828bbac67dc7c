using TokenFinOps.Attribution;

namespace TokenFinOps.Guardrails;

/// <summary>A rule that a run has tripped, and what was done about it.</summary>
/// <remarks>Immutable and thread-safe. It names tools and hashes of their arguments, never text of a prompt or an answer.</remarks>
public sealed record GuardrailTrip
{
    /// <summary>Gets the run whose limit was reached, or whose calls go round in circles. For a limit it may be a run around the one that made the call.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets the run around that run, or <see langword="null"/>.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>Gets the rule.</summary>
    public required GuardrailRule Rule { get; init; }

    /// <summary>Gets what was done.</summary>
    public required GuardrailAction Action { get; init; }

    /// <summary>Gets what the rule allows: calls, tokens, US dollars, seconds, runs, repetitions or times as much, as the rule has it.</summary>
    public required decimal Limit { get; init; }

    /// <summary>Gets what was reached, in the unit of the limit. For cost and tokens it includes what is held for calls under way and for the one that was to be made.</summary>
    public required decimal Value { get; init; }

    /// <summary>Gets what the judgement rests on, e.g. the repeated call's name and the hash of its arguments.</summary>
    public required string Evidence { get; init; }

    /// <summary>Gets when, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Gets the tags of the call that tripped the rule.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"run '{RunId}': {Rule} is limited to {Limit:0.######} and came to {Value:0.######} ({Evidence}): {Action}");
}
