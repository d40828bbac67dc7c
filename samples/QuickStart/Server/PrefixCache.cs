using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QuickStart.Server;

/// <summary>A prompt cache as OpenAI documents it: the longest known prefix, from 1,024 tokens on, in steps of 128.</summary>
/// <remarks>
/// Each block of 128 tokens is known by the hash of itself and everything before it, so that two prompts share a block only when they share all that leads up
/// to it. Looking up and remembering is one atomic step: of a set of prompts every distinct block misses once, whatever their order, and the bill is the same in
/// every run. Thread-safe.
/// </remarks>
internal sealed class PrefixCache(TimeProvider time)
{
    public const int BlockTokens = 128;
    public const int LeastTokens = 1_024;

    private const int MostBlocks = 500_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, long> _lastUsed = [];

    /// <summary>Looks a prompt up and remembers it.</summary>
    /// <param name="model">The model; prompts are not shared between models.</param>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <returns>How many leading tokens were known.</returns>
    public int Read(string model, List<int> prompt)
    {
        if (prompt.Count < LeastTokens)
        {
            return 0;
        }

        List<UInt128> blocks = Hash(model, CollectionsMarshal.AsSpan(prompt));
        long now = time.GetTimestamp();
        lock (_gate)
        {
            if (_lastUsed.Count > MostBlocks)
            {
                _lastUsed.Clear();
            }

            int known = 0;
            while (known < blocks.Count && _lastUsed.TryGetValue(blocks[known], out long last) && time.GetElapsedTime(last, now) < Lifetime)
            {
                known++;
            }

            foreach (UInt128 block in blocks)
            {
                _lastUsed[block] = now;
            }

            int tokens = known * BlockTokens;
            return tokens < LeastTokens ? 0 : tokens;
        }
    }

    private static List<UInt128> Hash(string model, ReadOnlySpan<int> prompt)
    {
        var blocks = new List<UInt128>(prompt.Length / BlockTokens);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(model.AsSpan()), digest);

        // The last token is always read, since its result is what the answer starts from.
        for (int end = BlockTokens; end < prompt.Length; end += BlockTokens)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(digest);
            hash.AppendData(MemoryMarshal.AsBytes(prompt[(end - BlockTokens)..end]));
            hash.GetHashAndReset(digest);
            blocks.Add(MemoryMarshal.Read<UInt128>(digest));
        }

        return blocks;
    }
}
