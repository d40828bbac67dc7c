namespace TokenFinOps.Attribution;

/// <summary>Tells tags from the surroundings of a call, e.g. the tenant of the current HTTP request.</summary>
/// <remarks>
/// Register implementations in the service collection; each is asked once per call, on the caller's flow of execution. Tags of an open scope win over these.
/// Implementations are thread-safe and quick. One that throws is logged and left out; the call goes on.
/// </remarks>
public interface IAttributionEnricher
{
    /// <summary>Gets the tags that hold for the call being made.</summary>
    /// <returns>The tags; <see cref="TagSet.Empty"/> when there is nothing to say. Returning the same instance for the same tags saves work.</returns>
    TagSet GetTags();
}
