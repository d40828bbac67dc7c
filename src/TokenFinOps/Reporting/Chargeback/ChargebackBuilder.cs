using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Commitments;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Makes the statements of a period out of the ledger's answer, in the order that <see cref="ChargebackPlan"/> documents.</summary>
internal sealed class ChargebackBuilder(ChargebackPlan plan, BillingPeriod period)
{
    /// <summary>Gets what earlier periods drew from credits, by the credit's name.</summary>
    public IReadOnlyDictionary<string, decimal> Drawn { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    public ImmutableArray<AdjustmentLine> Adjustments { get; init; } = [];

    public ChargebackRun Build(LedgerReport report)
    {
        ImmutableArray<LedgerDimension> dimensions = plan.QueryFor(period).Dimensions;
        LedgerSlice[] slices = [.. report.Rows.Select(row => new LedgerSlice(row, dimensions, plan, period))];
        var book = new AccountBook(slices, plan);
        var cover = new UsageCover(slices);
        IReadOnlyList<CommitmentUse> commitments = new CommitmentStage(plan, period, book, cover).Run();
        var pools = new PoolStage(plan, period, book);
        IReadOnlyList<PoolAllocation> allocations = pools.Run();
        decimal rounding = Round(book);
        Adjust(book);
        IReadOnlyList<CreditDraw> credits = new CreditStage(plan, period, book, cover).Run(Drawn);

        ImmutableArray<Statement> statements = [.. book.Accounts.Select(account => account.ToStatement(plan))];
        var unallocated = new UnallocatedCost
        {
            Lines = [.. book.Unallocated],
            Rounding = rounding,
            Adjustments = [.. Adjustments.Where(static line => line.CostCentre is null)],
        };
        return new ChargebackRun
        {
            Period = period,
            Currency = plan.Currency,
            Detail = [.. plan.Detail.Select(static dimension => dimension.Name)],
            Statements = statements,
            Unallocated = unallocated,
            Pools = [.. allocations],
            Commitments = [.. commitments],
            Credits = [.. credits],
            Controls = Posted(statements, unallocated) with
            {
                Ledger = [.. report.Totals.Select(LedgerControl.Of)],
                LedgerCost = AccountBook.CostOf(slices),
                Direct = book.Direct,
                Pooled = book.Pooled,
                Unplaced = book.Unplaced,
                FixedPools = pools.FixedAmounts,
                UnusedCommitments = commitments.Sum(static each => each.Unused),
                Adjustments = Adjustments.Sum(static each => each.Amount),
                Credits = credits.Sum(static each => each.Drawn),
            },
        };
    }

    private static ControlTotals Posted(ImmutableArray<Statement> statements, UnallocatedCost unallocated) => new()
    {
        Ledger = [],
        Rounding = ExactSum.Of([.. statements.Select(static each => each.Rounding), unallocated.Rounding]).ToDecimal(),
        Charges = statements.Sum(static each => each.Charges) + unallocated.Charges,
        Total = statements.Sum(static each => each.Total) + unallocated.Total,
    };

    /// <returns>What rounding adds to what is unallocated.</returns>
    private decimal Round(AccountBook book)
    {
        decimal unallocated = ExactSum.Of(book.Unallocated.Select(static line => line.Amount)).ToDecimal();
        decimal[] exact = [.. book.Accounts.Select(static account => account.Balance), unallocated];
        ImmutableArray<decimal> rounded = Apportionment.Round(exact, plan.Decimals);
        foreach ((Account account, int index) in book.Accounts.Select(static (account, index) => (account, index)))
        {
            account.Rounding = rounded[index] - exact[index];
        }

        return rounded[^1] - unallocated;
    }

    private void Adjust(AccountBook book)
    {
        foreach (IGrouping<string, AdjustmentLine> lines in Adjustments.Where(static line => line.CostCentre is not null).GroupBy(static line => line.CostCentre!))
        {
            book.AccountOf(lines.Key).Adjustments = [.. lines];
        }
    }
}
