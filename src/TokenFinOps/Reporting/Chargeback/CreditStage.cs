using System.Collections.Immutable;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Commitments;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Draws credits, those that expire first first, for direct usage that nothing else has paid for.</summary>
internal sealed class CreditStage(ChargebackPlan plan, BillingPeriod period, AccountBook book, UsageCover cover)
{
    /// <param name="drawn">What earlier periods drew, by the credit's name.</param>
    public IReadOnlyList<CreditDraw> Run(IReadOnlyDictionary<string, decimal> drawn) =>
    [
        .. plan.Credits
            .Where(each => each.ValidFrom < period.To && each.Expires > period.From)
            .OrderBy(static each => each.Expires).ThenBy(static each => each.ValidFrom).ThenBy(static each => each.Name, StringComparer.Ordinal)
            .Select(each => Draw(each, each.Amount - drawn.GetValueOrDefault(each.Name))),
    ];

    private CreditDraw Draw(Credit credit, decimal opening)
    {
        (Account Account, LedgerSlice[] Usage)[] eligible =
        [
            .. from account in book.Accounts
               where credit.CostCentres.IsEmpty || credit.CostCentres.Contains(account.CostCentre)
               select (account, account.Usage.Where(slice => slice.Start >= credit.ValidFrom && slice.Start < credit.Expires && slice.Meets(credit.AppliesTo)).ToArray()),
        ];
        decimal[] open = Array.ConvertAll(eligible, each => Whole(each.Usage.Sum(cover.OpenOf)));
        decimal draw = Whole(Math.Max(0m, Math.Min(opening, open.Sum())));
        if (draw > 0)
        {
            ImmutableArray<decimal> shares = Apportionment.Split(draw, open, plan.Decimals);
            for (int i = 0; i < shares.Length; i++)
            {
                Give(credit, eligible[i].Account, eligible[i].Usage, shares[i]);
            }
        }

        return new CreditDraw(credit.Name, opening, draw);
    }

    private void Give(Credit credit, Account account, LedgerSlice[] usage, decimal amount)
    {
        if (amount != 0)
        {
            cover.Pay(amount, usage);
            account.Credit(credit.Name, amount);
        }
    }

    private decimal Whole(decimal amount) => decimal.Round(amount, plan.Decimals, MidpointRounding.ToZero);
}
