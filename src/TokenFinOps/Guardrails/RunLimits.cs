namespace TokenFinOps.Guardrails;

/// <summary>The most that a run may do, together with all the runs inside it. <see langword="null"/> is no limit.</summary>
/// <remarks>
/// <para>
/// What a sub-run does counts for the run around it and for all runs around that, so a sub-run never has more than what they have left. Limits of a sub-run are an
/// upper bound within that, never an allowance on top. They hold in one process.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed record RunLimits
{
    /// <summary>Gets the limits that limit nothing.</summary>
    public static RunLimits None { get; } = new();

    /// <summary>Gets the most physical calls of models; retries and embeddings count too.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>Gets the most that the run may cost, in US dollars. The worst case of a call is held before it is made, so calls under way count.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Gets the most tokens, of input and output together. The worst case of a call is held before it is made, so calls under way count.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Gets the longest time from the run's first call to the beginning of its last. A call under way is not cut off.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Gets how deep runs may nest inside this one: at 0 it has no sub-runs, at 1 these have none.</summary>
    public int? MaxDepth { get; init; }

    /// <summary>Gets how many sub-runs the run may start, in all and not at a time: one that has ended still counts, one that never made a call does not.</summary>
    public int? MaxFanOut { get; init; }

    /// <summary>Gets the most that may have been billed within the last minute, in US dollars. Calls under way do not count until they end.</summary>
    public decimal? MaxCostPerMinute { get; init; }

    /// <summary>
    /// Gets how many times as much input a call of a conversation may have as the conversation's first call in this run; a first call below 1,000 tokens counts as 1,000.
    /// </summary>
    public decimal? MaxContextGrowth { get; init; }

    /// <summary>Gets a value indicating whether calls must be estimated before they are made.</summary>
    internal bool Reserves => MaxCost is not null || MaxTokens is not null;

    internal void AddFaults(List<string> faults)
    {
        Require(MaxCalls is null or >= 1, nameof(MaxCalls), MaxCalls, "at least 1");
        Require(MaxCost is null or > 0, nameof(MaxCost), MaxCost, "more than 0");
        Require(MaxTokens is null or >= 1, nameof(MaxTokens), MaxTokens, "at least 1");
        Require(MaxDuration is null || MaxDuration > TimeSpan.Zero, nameof(MaxDuration), MaxDuration, "more than 0");
        Require(MaxDepth is null or >= 0, nameof(MaxDepth), MaxDepth, "at least 0");
        Require(MaxFanOut is null or >= 0, nameof(MaxFanOut), MaxFanOut, "at least 0");
        Require(MaxCostPerMinute is null or > 0, nameof(MaxCostPerMinute), MaxCostPerMinute, "more than 0");
        Require(MaxContextGrowth is null or > 1, nameof(MaxContextGrowth), MaxContextGrowth, "more than 1");

        void Require(bool isValid, string name, object? value, string cure)
        {
            if (!isValid)
            {
                faults.Add(FormattableString.Invariant($"{name} is {value}; it must be {cure}, or null for no limit."));
            }
        }
    }

    internal void Validate()
    {
        List<string> faults = [];
        AddFaults(faults);
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The limits of the run are not valid. {string.Join(' ', faults)}");
        }
    }
}
