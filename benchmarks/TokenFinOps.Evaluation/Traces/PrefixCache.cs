namespace TokenFinOps.Evaluation.Traces;

/// <summary>A prompt cache that forgets nothing: a prompt's leading blocks that were seen before are read from it.</summary>
/// <remarks>Mooncake chains its block hashes, so that a known block means a known prefix. The last block of a prompt may hold fewer tokens.</remarks>
internal sealed class PrefixCache
{
    private const int TokensPerBlock = 512;

    private readonly HashSet<long> _blocks = [];

    /// <summary>Looks a prompt up, then stores it.</summary>
    /// <param name="blocks">The hashes of its blocks, in order.</param>
    /// <param name="tokens">How many tokens it has.</param>
    /// <returns>How many of them were in the cache.</returns>
    public long Read(ReadOnlySpan<long> blocks, long tokens)
    {
        int hits = 0;
        while (hits < blocks.Length && _blocks.Contains(blocks[hits]))
        {
            hits++;
        }

        foreach (long block in blocks[hits..])
        {
            _blocks.Add(block);
        }

        return Math.Min((long)hits * TokensPerBlock, tokens);
    }
}
