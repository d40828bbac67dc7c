using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Commitments;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Lets commitments pay for the usage that they cover, and allocates what is unused of them.</summary>
internal sealed class CommitmentStage(ChargebackPlan plan, BillingPeriod period, AccountBook book, UsageCover cover)
{
    public IReadOnlyList<CommitmentUse> Run() =>
        [.. plan.Commitments.OrderBy(static each => each.To).ThenBy(static each => each.Name, StringComparer.Ordinal).Where(Overlaps).Select(Use)];

    private bool Overlaps(Commitment commitment) => commitment.From < period.To && commitment.To > period.From;

    private CommitmentUse Use(Commitment commitment)
    {
        // The ledger's cost is taken with fewer digits than an odd exchange rate may give.
        decimal amortised = decimal.Round(
            plan.Rates.Convert(commitment.AmortisedIn(period, plan.Decimals), commitment.Currency, plan.Currency, period.LastDay), LedgerSlice.Decimals);
        LedgerSlice[] covered = [.. book.Slices.Where(slice => slice.Start >= commitment.From && slice.Start < commitment.To && slice.Meets(commitment.Covers))];
        decimal used = Math.Min(amortised, covered.Sum(cover.OpenOf));
        Note(commitment, cover.Pay(used, covered));

        PoolAllocation unused = Allocate(commitment, amortised - used);
        book.Post(unused, UnallocatedReason.UnusedCommitment);
        return new CommitmentUse { Commitment = commitment.Name, Amortised = amortised, Used = used, UnusedAllocation = unused };
    }

    private void Note(Commitment commitment, IReadOnlyList<(LedgerSlice Slice, decimal Amount)> paid)
    {
        Dictionary<LedgerSlice, decimal> amounts = paid.ToDictionary(static each => each.Slice, static each => each.Amount);
        foreach (Account account in book.Accounts)
        {
            decimal amount = account.Usage.Sum(slice => amounts.GetValueOrDefault(slice));
            if (amount != 0)
            {
                account.Cover(commitment.Name, amount);
            }
        }
    }

    private PoolAllocation Allocate(Commitment commitment, decimal unused) => commitment.UnusedMethod is { } method && unused != 0
        ? CostAllocator.Allocate(commitment.Name, unused, method, book.Accounts.Select(static account => account.Base), plan.Decimals)
        : new PoolAllocation { Pool = commitment.Name, Amount = unused, Method = "not allocated", Shares = [], Unallocated = unused };
}
