using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Commitments;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Finds everything that is wrong with a plan at once.</summary>
internal static class PlanValidation
{
    /// <exception cref="ArgumentException">The plan is not valid.</exception>
    public static void Check(ChargebackPlan plan)
    {
        string[] faults =
        [
            .. Twice("pool", plan.Pools.Select(static each => each.Name)),
            .. Twice("commitment", plan.Commitments.Select(static each => each.Name)),
            .. Twice("credit", plan.Credits.Select(static each => each.Name)),
            .. FiltersOf(plan).SelectMany(static each => Faults(each.Owner, each.Filter)),
            .. plan.CostCentres.Dimensions.Concat(plan.Detail).Where(static each => each.IsPerRequest).Select(static each => PerRequest("The plan", each)),
            .. EmptiedReceivers(plan),
            .. plan.Commitments.SelectMany(Faults),
            .. plan.Credits.SelectMany(each => Faults(each, plan)),
        ];
        if (faults.Length > 0)
        {
            throw new ArgumentException($"The chargeback plan is not valid. {string.Join(' ', faults)}", nameof(plan));
        }
    }

    /// <summary>Gets every filter of a plan and what it belongs to.</summary>
    public static IEnumerable<(string Owner, LedgerFilter Filter)> FiltersOf(ChargebackPlan plan) =>
    [
        .. from pool in plan.Pools where pool.Selector is not null select ($"Pool '{pool.Name}'", pool.Selector),
        .. plan.Commitments.Select(static each => ($"Commitment '{each.Name}'", each.Covers)),
        .. plan.Credits.Select(static each => ($"Credit '{each.Name}'", each.AppliesTo)),
    ];

    private static IEnumerable<string> Twice(string what, IEnumerable<string> names) =>
        names.GroupBy(static name => name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(group => $"There are two {what}s named '{group.Key}'; rename one.");

    private static IEnumerable<string> Faults(string owner, LedgerFilter filter)
    {
        if (filter.From is not null || filter.To is not null)
        {
            yield return $"{owner} selects by a period of its own; the statement's period decides, leave it out.";
        }

        foreach (LedgerCondition condition in filter.Conditions.Where(static each => each.Dimension.IsPerRequest))
        {
            yield return PerRequest(owner, condition.Dimension);
        }
    }

    private static string PerRequest(string owner, LedgerDimension dimension) =>
        $"{owner} tells single requests apart by {dimension.Name}, which sums cannot; use a tag.";

    // What was emptied stays empty: cost would go round in circles.
    private static IEnumerable<string> EmptiedReceivers(ChargebackPlan plan)
    {
        HashSet<string> emptied = new(StringComparer.Ordinal);
        foreach (CostPool pool in plan.Pools)
        {
            if (pool.EmptiedCostCentre is { } costCentre)
            {
                emptied.Add(costCentre);
            }

            foreach (string receiver in pool.Receivers.Concat(pool.Method.Shares.Keys).Where(emptied.Contains).Distinct())
            {
                yield return $"Pool '{pool.Name}' gives to '{receiver}', which is emptied by then; move the pool before the one that empties it, or leave the receiver out.";
            }
        }
    }

    private static IEnumerable<string> Faults(Commitment commitment)
    {
        if (commitment.To <= commitment.From)
        {
            yield return $"Commitment '{commitment.Name}' ends at {commitment.To:u}, not after its start at {commitment.From:u}.";
        }

        if (commitment.Amount < 0)
        {
            yield return $"Commitment '{commitment.Name}' has the negative amount {commitment.Amount}.";
        }
    }

    private static IEnumerable<string> Faults(Credit credit, ChargebackPlan plan)
    {
        if (credit.Amount < 0)
        {
            yield return $"Credit '{credit.Name}' has the negative amount {credit.Amount}.";
        }

        if (!string.Equals(credit.Currency, plan.Currency, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Credit '{credit.Name}' is in {credit.Currency} and the statements are in {plan.Currency}; state the credit in {plan.Currency}.";
        }
    }
}
