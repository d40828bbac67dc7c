using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Keeps account of what an export's calls draw from the commitments. Not thread-safe.</summary>
internal sealed class CommitmentBook
{
    private readonly FocusCommitment[] _commitments;
    private readonly Dictionary<(string Id, long Part), CommitmentPool> _pools = [];

    public CommitmentBook(IEnumerable<FocusCommitment> commitments)
    {
        _commitments = [.. commitments];
        foreach (FocusCommitment commitment in _commitments)
        {
            commitment.Validate();
        }
    }

    /// <summary>Lets the first commitment that can pay for a line.</summary>
    /// <returns>The commitment, or <see langword="null"/> when the line is billed as usual: also when what is left of it is not enough for the whole line.</returns>
    public FocusCommitment? Draw(LedgerEntry entry, in CostLine line, in ExactSum effective, out decimal quantity, out ExactSum share)
    {
        foreach (FocusCommitment commitment in _commitments)
        {
            if (!commitment.MayCover(entry))
            {
                continue;
            }

            quantity = commitment.Measured(entry, line, effective.ToDecimal());
            if (quantity > 0 && PoolAt(commitment, PartOf(commitment, entry.Timestamp)).TryTake(quantity, out share))
            {
                return commitment;
            }
        }

        (quantity, share) = (0m, default);
        return null;
    }

    /// <summary>Gets the parts of commitments that ended within a period, and what is left of them.</summary>
    public IEnumerable<(FocusCommitment Commitment, DateTimeOffset Start, DateTimeOffset End, CommitmentPool Left)> Unused(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (FocusCommitment commitment in _commitments)
        {
            for (long part = 0; StartOf(commitment, part) is var start && start < commitment.End; part++)
            {
                DateTimeOffset end = EndOf(commitment, part);
                if (end > to)
                {
                    break;
                }

                bool isHere = end > from && (commitment.Period is null || start >= from);
                if (isHere && PoolAt(commitment, part) is { Cost.IsZero: false } left)
                {
                    yield return (commitment, start, end, left);
                }
            }
        }
    }

    private static long PartOf(FocusCommitment commitment, DateTimeOffset moment) => (moment - commitment.Start).Ticks / LengthOf(commitment);

    private static DateTimeOffset StartOf(FocusCommitment commitment, long part)
    {
        long ticks = Math.Min((commitment.End - commitment.Start).Ticks, LengthOf(commitment) * part);
        return commitment.Start.AddTicks(ticks);
    }

    private static DateTimeOffset EndOf(FocusCommitment commitment, long part) => StartOf(commitment, part + 1);

    // A part that would last longer than the term is the whole of it.
    private static long LengthOf(FocusCommitment commitment)
    {
        TimeSpan term = commitment.End - commitment.Start;
        return (commitment.Period < term ? commitment.Period.Value : term).Ticks;
    }

    private CommitmentPool PoolAt(FocusCommitment commitment, long part)
    {
        if (!_pools.TryGetValue((commitment.Id, part), out CommitmentPool? pool))
        {
            pool = Fill(commitment, StartOf(commitment, part), EndOf(commitment, part));
            _pools.Add((commitment.Id, part), pool);
        }

        return pool;
    }

    private static CommitmentPool Fill(FocusCommitment commitment, DateTimeOffset start, DateTimeOffset end)
    {
        var pool = new CommitmentPool(
            new Amortization(commitment.Quantity, commitment.Start, commitment.End).Of(start, end),
            new Amortization(commitment.Price, commitment.Start, commitment.End).Of(start, end));
        if (commitment.AlreadyUsed > 0)
        {
            pool.TryTake(commitment.AlreadyUsed, out _);
        }

        return pool;
    }
}
