using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Budgets;

/// <summary>What budgets look at to tell whether they cover a call.</summary>
internal readonly record struct BudgetSubject(
    TagSet Tags, string? RunId, string? Model, string? PricedModel, string? Provider, string? Deployment, string? Tier)
{
    public static BudgetSubject Of(Attempt attempt)
    {
        MeteredDeployment deployment = attempt.Deployment;
        MeteringOptions options = deployment.Options;
        return new BudgetSubject(
            attempt.Tags,
            attempt.RunId,
            attempt.RequestedModel ?? deployment.DefaultModel,
            options.PriceAs,
            deployment.Provider,
            options.Deployment,
            options.Tier);
    }

    /// <summary>Gets the value that a part of a scope is about, or <see langword="null"/> when the call has none or another than is asked for.</summary>
    public string? ValueOf(BudgetScopePart part)
    {
        switch (part.Dimension)
        {
            case BudgetDimension.Tag:
                return Tags.TryGetValue(part.Key, out string? tag) && (part.Value is null || part.Value == tag) ? tag : null;
            case BudgetDimension.Model:
                return part.Value is null || Same(PricedModel, part.Value) || Same(Model, part.Value) ? part.Value ?? PricedModel ?? Model : null;
            case BudgetDimension.Run:
                return Wanted(part, RunId);
            case BudgetDimension.Provider:
                return Wanted(part, Provider);
            case BudgetDimension.Deployment:
                return Wanted(part, Deployment);
            default:
                return Wanted(part, Tier);
        }
    }

    private static string? Wanted(BudgetScopePart part, string? value) => part.Value is null || Same(value, part.Value) ? value : null;

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
