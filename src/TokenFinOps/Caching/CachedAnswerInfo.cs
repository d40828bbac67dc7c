using System.Collections.Immutable;
using TokenFinOps.Attribution;
using TokenFinOps.Caching.Entries;

namespace TokenFinOps.Caching;

/// <summary>What can be known of an entry of the semantic cache without its question and answer.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Owner">The tags that separate who shares it.</param>
/// <param name="Model">The model that answered, or <see langword="null"/> when it is unknown.</param>
/// <param name="Created">When the answer was made, in UTC.</param>
/// <param name="Expires">When it may be served no longer, in UTC.</param>
/// <param name="Hits">How often it was served.</param>
/// <param name="DependsOn">What it rests on.</param>
/// <param name="Bytes">How many bytes it takes, its vector included.</param>
public sealed record CachedAnswerInfo(
    Guid EntryId, TagSet Owner, string? Model, DateTimeOffset Created, DateTimeOffset Expires, int Hits, ImmutableArray<string> DependsOn, long Bytes)
{
    internal static CachedAnswerInfo Of(CacheEntry entry) =>
        new(entry.Id, entry.Question.Owner, entry.Answer.ModelId, entry.Created, entry.Expires, entry.Hits, entry.DependsOn, entry.Bytes);
}
