using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>What was posted for one closed period so far: its own charges, and the adjustments of them that later periods have posted.</summary>
internal sealed class PostedCharges
{
    private readonly string _period;
    private readonly Dictionary<string, decimal> _byCostCentre;
    private readonly decimal _unallocated;

    private PostedCharges(string period, Dictionary<string, decimal> byCostCentre, decimal unallocated)
    {
        _period = period;
        _byCostCentre = byCostCentre;
        _unallocated = unallocated;
    }

    public static PostedCharges Of(ClosedPeriod closed, IEnumerable<ClosedPeriod> all)
    {
        AdjustmentLine[] adjustments = [.. all.SelectMany(static each => AdjustmentsIn(each.Run)).Where(line => line.Period == closed.Period.Name)];
        var byCostCentre = closed.Run.Statements.ToDictionary(static each => each.CostCentre, static each => each.Charges, StringComparer.Ordinal);
        foreach (AdjustmentLine line in adjustments.Where(static line => line.CostCentre is not null))
        {
            byCostCentre[line.CostCentre!] = byCostCentre.GetValueOrDefault(line.CostCentre!) + line.Amount;
        }

        decimal unallocated = closed.Run.Unallocated.Charges + adjustments.Where(static line => line.CostCentre is null).Sum(static line => line.Amount);
        return new PostedCharges(closed.Period.Name, byCostCentre, unallocated);
    }

    /// <summary>Gets a line for everyone whose charges are no longer what was posted, cost centres first, by name.</summary>
    public IEnumerable<AdjustmentLine> DifferencesTo(ChargebackRun current)
    {
        IEnumerable<string> costCentres = _byCostCentre.Keys.Union(current.Statements.Select(static each => each.CostCentre)).Order(StringComparer.Ordinal);
        return costCentres
            .Select(name => new AdjustmentLine(_period, name, _byCostCentre.GetValueOrDefault(name), current.Find(name)?.Charges ?? 0m))
            .Append(new AdjustmentLine(_period, null, _unallocated, current.Unallocated.Charges))
            .Where(static line => line.Amount != 0);
    }

    private static IEnumerable<AdjustmentLine> AdjustmentsIn(ChargebackRun run) =>
        run.Statements.SelectMany(static each => each.Adjustments).Concat(run.Unallocated.Adjustments);
}
