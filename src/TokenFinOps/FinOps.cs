using TokenFinOps.Attribution;
using TokenFinOps.Guardrails;

namespace TokenFinOps;

/// <summary>Says who pays for the model calls that follow.</summary>
/// <remarks>Thread-safe. What is said here flows over <c>await</c>, tasks and parallel loops, and ends when the returned scope is disposed.</remarks>
/// <example>
/// <code>
/// using (FinOps.Attribute(("team", "support"), ("feature", "summarise"), ("customer", "acme")))
/// {
///     await chatClient.GetResponseAsync("…");
/// }
/// </code>
/// </example>
public static class FinOps
{
    /// <summary>Attributes the calls that follow to tags, in addition to those of the scope around it.</summary>
    /// <param name="tags">Keys and values, e.g. <c>("team", "support")</c>; they win over tags of the scope around it with the same key.</param>
    /// <returns>The scope; dispose it to end the attribution.</returns>
    /// <exception cref="ArgumentException">A key is empty, or a key, a value or the whole set is too long.</exception>
    public static AttributionScope Attribute(params ReadOnlySpan<(string Key, string Value)> tags) => AttributionScope.Begin(TagSet.Of(tags));

    /// <summary>Starts a run: one agent run or user action, whose requests belong together. A run inside a run knows its parent.</summary>
    /// <param name="tags">Keys and values that hold for the whole run.</param>
    /// <returns>The scope, with <see cref="AttributionScope.RunId"/>; dispose it to end the run.</returns>
    /// <exception cref="ArgumentException">A key is empty, or a key, a value or the whole set is too long.</exception>
    public static AttributionScope BeginRun(params ReadOnlySpan<(string Key, string Value)> tags) => AttributionScope.BeginRun(null, TagSet.Of(tags));

    /// <summary>Starts a run with an id of the caller's, e.g. a trace id.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="tags">Keys and values that hold for the whole run.</param>
    /// <returns>The scope; dispose it to end the run.</returns>
    /// <exception cref="ArgumentException">The id is empty, a key is empty, or a key, a value or the whole set is too long.</exception>
    public static AttributionScope BeginRun(string runId, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runId);
        return AttributionScope.BeginRun(runId, TagSet.Of(tags));
    }

    /// <summary>Starts a run that may only do so much, together with all runs inside it.</summary>
    /// <param name="limits">Its limits, in place of those of <see cref="GuardrailOptions.Limits"/>. Those of the runs around it hold all the same.</param>
    /// <param name="tags">Keys and values that hold for the whole run.</param>
    /// <returns>The scope; dispose it to end the run.</returns>
    /// <exception cref="ArgumentException">A limit is not valid, a key is empty, or a key, a value or the whole set is too long.</exception>
    public static AttributionScope BeginRun(RunLimits limits, params ReadOnlySpan<(string Key, string Value)> tags) => Begin(null, limits, tags);

    /// <summary>Starts a run that may only do so much with an id of the caller's, or goes on with it.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="limits">Its limits, in place of those of <see cref="GuardrailOptions.Limits"/>. Those of the runs around it hold all the same.</param>
    /// <param name="tags">Keys and values that hold for the whole run.</param>
    /// <returns>The scope; dispose it to end the run.</returns>
    /// <exception cref="ArgumentException">The id is empty, a limit is not valid, a key is empty, or a key, a value or the whole set is too long.</exception>
    public static AttributionScope BeginRun(string runId, RunLimits limits, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runId);
        return Begin(runId, limits, tags);
    }

    private static AttributionScope Begin(string? runId, RunLimits limits, ReadOnlySpan<(string Key, string Value)> tags)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        return AttributionScope.BeginRun(runId, TagSet.Of(tags), limits);
    }
}
