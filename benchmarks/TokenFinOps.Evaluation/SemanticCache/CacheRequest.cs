using TokenFinOps.Caching.Acceptance;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>A question of a stream, and what the cache finds for it.</summary>
/// <param name="Component">What the question belongs to: questions of two components have nothing to do with each other.</param>
/// <param name="Candidate">The nearest stored question, or <see langword="null"/> when none is near enough.</param>
/// <param name="Correct">Whether its answer would be right.</param>
internal readonly record struct CacheRequest(int Component, CacheCandidate? Candidate, bool Correct);
