using TokenFinOps.Attribution;
using TokenFinOps.Pricing;

namespace TokenFinOps.Budgets;

/// <summary>How budgets are kept.</summary>
public sealed class BudgetOptions
{
    /// <summary>
    /// Gets or sets after which time a reservation may be given back although its call has not ended, because its process may have died. The default is 15 minutes;
    /// it should be longer than the longest call. A call that ends later is charged in full all the same.
    /// </summary>
    public TimeSpan ReservationLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets or sets how long the budget of a run is remembered in memory after its last call. The default is a day.</summary>
    public TimeSpan RunRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how long a call waits for a shared store before it counts as away. The default is 2 seconds.</summary>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Gets or sets what converts an amount from one currency to another, both as ISO 4217 codes. Without it, or when it answers <see langword="null"/>, costs in
    /// another currency than the budget's count as unpriced.
    /// </summary>
    public Func<decimal, string, string, decimal?>? Convert { get; set; }

    /// <summary>Gets or sets what tells the footprint of a usage of a model, for budgets of energy and carbon; <see langword="null"/> from it means unknown.</summary>
    public Func<string, Usage, UsageFootprint?>? Footprint { get; set; }

    /// <summary>Gets or sets who is asked for approvals. Without it, calls that need one are refused.</summary>
    public Func<BudgetApprovalRequest, CancellationToken, ValueTask<BudgetApproval>>? Approve { get; set; }

    /// <summary>Gets or sets of how many accounts, at most, the metrics are published; every customer of a template is one. The default is 200.</summary>
    public int PublishedAccounts { get; set; } = 200;

    internal IList<Budget> Budgets { get; } = [];

    internal void Protect(TagPolicy policy)
    {
        for (int i = 0; i < Budgets.Count; i++)
        {
            Budgets[i] = Budgets[i].Protect(policy);
        }
    }

    internal void Validate()
    {
        var errors = new List<string>();
        AddIf(errors, ReservationLifetime <= TimeSpan.Zero, $"{nameof(ReservationLifetime)} is {ReservationLifetime}; use a time above zero.");
        AddIf(errors, RunRetention <= TimeSpan.Zero, $"{nameof(RunRetention)} is {RunRetention}; use a time above zero.");
        AddIf(errors, StoreTimeout <= TimeSpan.Zero, $"{nameof(StoreTimeout)} is {StoreTimeout}; use a time above zero.");
        AddIf(errors, PublishedAccounts < 0, $"{nameof(PublishedAccounts)} is {PublishedAccounts}; use 0 or more.");
        foreach (Budget budget in Budgets)
        {
            AddIf(errors, budget.Limits.IsEmpty, $"The budget '{budget.Name}' has no limit; add one, e.g. Monthly(500m).");
            bool needsFootprint = budget.Limits.Any(static limit => limit.Measure is BudgetMeasure.Energy or BudgetMeasure.Carbon);
            AddIf(errors, needsFootprint && Footprint is null, $"The budget '{budget.Name}' limits energy or carbon; set {nameof(Footprint)}, which tells them.");
        }

        foreach (string name in Budgets.GroupBy(static budget => budget.Name).Where(static same => same.Count() > 1).Select(static same => same.Key))
        {
            errors.Add($"Two budgets are named '{name}'; give one of them another name with Named, or put both limits on one budget.");
        }

        if (errors.Count > 0)
        {
            throw new ArgumentException("The budgets are not valid. " + string.Join(" ", errors));
        }
    }

    private static void AddIf(List<string> errors, bool isWrong, string error)
    {
        if (isWrong)
        {
            errors.Add(error);
        }
    }
}
