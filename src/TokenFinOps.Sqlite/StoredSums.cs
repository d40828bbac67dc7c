using System.Buffers;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Adds the parts of stored sums to an answer: many bytes of them on several cores, each of which takes the sums of some keys.</summary>
/// <remarks>Every core makes an answer of its own, so nothing is shared or locked; sums are exact, so it does not matter which core adds what. Not thread-safe.</remarks>
/// <param name="answer">The answer.</param>
/// <param name="another">Makes an empty answer to the same question.</param>
internal sealed class StoredSums(RollupAnswer<long> answer, Func<RollupAnswer<long>> another)
{
    private const int MostCores = 4;

    // What is copied out of the file before it is added: a year of four thousand keys is three times that.
    private const int MostBytes = 4 << 20;

    // Below that another core would take longer to wake up than to add them up.
    private const int FewestForCores = 64 << 10;

    private readonly List<Part> _parts = [];
    private readonly List<RollupAnswer<long>> _answers = [answer];
    private long _bytes;

    /// <summary>Takes a part, whose bytes may change afterwards.</summary>
    public void Add(RollupLevel level, long period, ReadOnlySpan<byte> packed, CancellationToken cancellationToken)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(packed.Length);
        packed.CopyTo(copy);
        _parts.Add(new Part(level, period, copy, packed.Length));
        _bytes += packed.Length;
        if (_bytes >= MostBytes)
        {
            AddParts(cancellationToken);
        }
    }

    /// <summary>Adds what is left, so that the answer has everything.</summary>
    public void Complete(CancellationToken cancellationToken)
    {
        AddParts(cancellationToken);
        foreach (RollupAnswer<long> other in _answers.Skip(1))
        {
            answer.Add(other);
        }

        _answers.RemoveRange(1, _answers.Count - 1);
    }

    private void AddParts(CancellationToken cancellationToken)
    {
        int cores = _bytes < FewestForCores ? 1 : Math.Min(Environment.ProcessorCount, MostCores);
        while (_answers.Count < cores)
        {
            _answers.Add(another());
        }

        Cores.Invoke([.. Enumerable.Range(0, cores).Select(core => (Action)(() => AddKeys(core, cores, cancellationToken)))]);
        _parts.ForEach(static part => ArrayPool<byte>.Shared.Return(part.Bytes));
        _parts.Clear();
        _bytes = 0;
    }

    private void AddKeys(int core, int cores, CancellationToken cancellationToken)
    {
        RollupAnswer<long> mine = _answers[core];
        foreach (Part part in _parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = new ByteReader(part.Bytes.AsSpan(0, part.Length));
            while (!sums.IsAtEnd)
            {
                ulong key = sums.Count();
                ReadOnlySpan<byte> tally = sums.Bytes();
                if (key % (ulong)cores == (ulong)core)
                {
                    mine.Add(part.Level, part.Period, (long)key, tally);
                }
            }
        }
    }

    private readonly record struct Part(RollupLevel Level, long Period, byte[] Bytes, int Length);
}
