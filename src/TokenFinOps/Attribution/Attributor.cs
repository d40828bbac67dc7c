using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TokenFinOps.Attribution;

/// <summary>Captures who pays for a call: enrichers first, then the open scope over them, then the tag policy.</summary>
/// <remarks>Thread-safe. Costs nothing beyond reading the scope when there are no enrichers and no policy.</remarks>
public sealed partial class Attributor
{
    private readonly ImmutableArray<IAttributionEnricher> _enrichers;
    private readonly TagPolicy? _policy;
    private readonly ILogger _logger;

    // Scopes and enrichers hand out the same tag set for many calls; checking and hashing it once is enough.
    private readonly ConditionalWeakTable<TagSet, Verdict> _verdicts = [];

    /// <summary>Initializes a new instance of the <see cref="Attributor"/> class.</summary>
    /// <param name="enrichers">What tells tags from the surroundings; of two with the same key the later enricher wins.</param>
    /// <param name="policy">The tag policy, or <see langword="null"/> for none.</param>
    /// <param name="logger">Where a failing enricher is reported, or <see langword="null"/>.</param>
    public Attributor(IEnumerable<IAttributionEnricher>? enrichers = null, TagPolicy? policy = null, ILogger<Attributor>? logger = null)
    {
        _enrichers = [.. enrichers ?? []];
        _policy = policy is { IsEmpty: false } ? policy : null;
        _logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>Captures the attribution of the call being made. Call it when the call is made, not when its stream is read.</summary>
    /// <returns>The request.</returns>
    /// <exception cref="TagPolicyException">The tags break a policy that refuses such calls.</exception>
    public FinOpsRequest Capture()
    {
        AttributionScope? scope = AttributionScope.Current;
        TagSet tags = scope?.Tags ?? TagSet.Empty;
        if (!_enrichers.IsEmpty)
        {
            tags = Enrich(tags);
        }

        if (_policy is null)
        {
            return new FinOpsRequest(tags, scope?.RunId, scope?.ParentRunId, false) { Run = scope?.Run, Stage = scope?.Stage };
        }

        Verdict verdict = _verdicts.GetValue(tags, Judge);
        if (verdict.Breaches is { IsEmpty: false } breaches && _policy.OnViolation == TagPolicyAction.Refuse)
        {
            throw new TagPolicyException(string.Join(" ", breaches));
        }

        return new FinOpsRequest(verdict.SafeTags, scope?.RunId, scope?.ParentRunId, !verdict.Breaches.IsEmpty)
        {
            GivenTags = tags,
            Run = scope?.Run,
            Stage = scope?.Stage,
        };
    }

    private TagSet Enrich(TagSet scopeTags)
    {
        TagSet tags = TagSet.Empty;
        foreach (IAttributionEnricher enricher in _enrichers)
        {
            try
            {
                tags = tags.With(enricher.GetTags());
            }
            catch (Exception exception)
            {
                LogEnricherFailed(exception, enricher.GetType());
            }
        }

        try
        {
            return tags.With(scopeTags);
        }
        catch (ArgumentException exception)
        {
            LogTooManyTags(exception);
            return scopeTags;
        }
    }

    private Verdict Judge(TagSet tags) => new(_policy!.Check(tags), _policy.Protect(tags));

    [LoggerMessage(LogLevel.Warning, "The attribution enricher {Enricher} failed; its tags are left out of this call.")]
    private partial void LogEnricherFailed(Exception exception, Type enricher);

    [LoggerMessage(LogLevel.Warning, "Enrichers and scope together have too many tags; only the scope's are kept.")]
    private partial void LogTooManyTags(Exception exception);

    private sealed record Verdict(ImmutableArray<string> Breaches, TagSet SafeTags);
}
