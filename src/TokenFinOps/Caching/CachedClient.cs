using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Caching;

/// <summary>What the cache knows of the client behind it.</summary>
/// <param name="Provider">The provider's name and address, as the client tells them.</param>
/// <param name="DefaultModel">The model of calls that name none.</param>
/// <param name="Recorder">What records hits, or <see langword="null"/> when calls are not metered.</param>
/// <param name="Ask">Asks the model, past the cache.</param>
internal sealed record CachedClient(
    string? Provider, string? DefaultModel, CostRecorder? Recorder, Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> Ask);
