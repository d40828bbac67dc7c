using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;

namespace TokenFinOps.Caching.Partitions;

/// <summary>One call as the cache sees it.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Options">The options.</param>
/// <param name="Tags">Who asks.</param>
/// <param name="Provider">The provider's name or address, as the client tells it.</param>
/// <param name="Model">The model asked for, or the client's own.</param>
/// <param name="Control">What the caller says of the cache.</param>
internal readonly record struct CacheRequest(
    IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, TagSet Tags, string? Provider, string? Model, CacheControl Control);
