namespace TokenFinOps.Caching.Acceptance;

/// <summary>An acceptance policy whose learning can be kept: a cache with a store goes on with it after a restart.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface ILearningAcceptancePolicy : ICacheAcceptancePolicy
{
    /// <summary>Gets what was learned.</summary>
    /// <returns>Text of the policy's own, without any text of questions or answers.</returns>
    string Export();

    /// <summary>Takes over what a policy of the same kind learned; what this one learned is dropped.</summary>
    /// <param name="state">What <see cref="Export"/> gave.</param>
    /// <param name="asPrior">Whether this is another cache, which starts from it and counts anew. The default is <see langword="false"/>: the same cache goes on.</param>
    /// <exception cref="FormatException"><paramref name="state"/> is no such state.</exception>
    void Import(string state, bool asPrior = false);
}
