namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>What came back from the cache.</summary>
/// <param name="Asked">How many questions were asked.</param>
/// <param name="Hits">How many the cache answered.</param>
/// <param name="Wrong">How many of those answers were made in another conversation.</param>
/// <param name="Reworded">How many were made in the same conversation, for a question in other words.</param>
internal readonly record struct TurnCounts(long Asked, long Hits, long Wrong, long Reworded)
{
    public TurnCounts With(bool isHit, bool isOfConversation, bool isSame) =>
        new(Asked + 1, Hits + (isHit ? 1 : 0), Wrong + (isHit && !isOfConversation ? 1 : 0), Reworded + (isHit && isOfConversation && !isSame ? 1 : 0));
}
