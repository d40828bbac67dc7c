namespace TokenFinOps.Attribution;

/// <summary>One call of the application into the pipeline: who pays for it, captured when the call was made.</summary>
/// <param name="Tags">Who pays, or why.</param>
/// <param name="RunId">The run that the request belongs to, or <see langword="null"/>.</param>
/// <param name="ParentRunId">The run around that run, or <see langword="null"/>.</param>
/// <param name="ViolatesTagPolicy">Whether a required tag is missing or a value is not allowed.</param>
public readonly record struct FinOpsRequest(TagSet Tags, string? RunId, string? ParentRunId, bool ViolatesTagPolicy)
{
    /// <summary>
    /// Gets the tags as the application gave them, values included of which only a hash may be kept: for rules to compare with, never to be written anywhere.
    /// </summary>
    internal TagSet GivenTags { get => field ?? Tags; init; }

    /// <summary>Gets the run with the runs around it, when a scope opened it.</summary>
    internal OpenRun? Run { get; init; }

    /// <summary>Gets what the stages nearer to the application say about the call.</summary>
    internal RequestStage? Stage { get; init; }
}
