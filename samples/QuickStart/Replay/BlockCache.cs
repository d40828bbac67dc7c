namespace QuickStart.Replay;

/// <summary>A prompt cache without a limit: a prompt reads from it the leading blocks that any earlier prompt had.</summary>
internal sealed class BlockCache
{
    public const int BlockTokens = 512;

    private readonly HashSet<long> _seen = [];

    /// <summary>Looks a prompt up and remembers it.</summary>
    /// <returns>How many of its tokens were known.</returns>
    public long Read(TraceRow row)
    {
        int known = 0;
        while (known < row.Blocks.Count && _seen.Contains(row.Blocks[known]))
        {
            known++;
        }

        _seen.UnionWith(row.Blocks);
        return Math.Min((long)known * BlockTokens, row.InputTokens);
    }
}
