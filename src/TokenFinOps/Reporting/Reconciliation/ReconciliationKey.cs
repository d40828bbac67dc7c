namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>What invoice and ledger are matched by.</summary>
internal sealed record ReconciliationKey(DateOnly Day, string Model, string? Project, string? ApiKey, string Currency) : IComparable<ReconciliationKey>
{
    public int CompareTo(ReconciliationKey? other)
    {
        int order = Day.CompareTo(other!.Day);
        order = order != 0 ? order : string.CompareOrdinal(Model, other.Model);
        order = order != 0 ? order : string.CompareOrdinal(Project, other.Project);
        order = order != 0 ? order : string.CompareOrdinal(ApiKey, other.ApiKey);
        return order != 0 ? order : string.CompareOrdinal(Currency, other.Currency);
    }
}
